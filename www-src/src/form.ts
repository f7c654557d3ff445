/** The form for a password, and for a name that is typed by hand. */
import { bdi, type Child, h, set } from "./dom";
import * as machine from "./machine";
import { alert, another, button, title } from "./parts";

/** Those of the form for readers without script are the pattern of ours. */
const inputs = document.querySelectorAll("input");

const show = (input: any) => (input.type = machine.form!.shown ? "text" : "password");

/** `at`: 0 is the name, 1 the password. */
function field(at: number, label: Key, help?: Key | false): Child {
  const { name, password, field, fault } = machine.form!;
  const input: any = inputs[at].cloneNode();
  const { id } = input;
  const wrong = !!fault && field == at;
  const note = { id: id + 2 };
  if (at) show(input);
  set(input, {
    value: at ? password : name,
    "aria-invalid": wrong,
    "aria-describedby": (wrong || help) && note.id,
  });
  return [
    h("label", { for: id }, label),
    input,
    wrong ? alert(note, fault as Child) : help && h("small", note, help),
    at > 0 && showPassword(),
  ];
}

function showPassword(): Child {
  const onclick = ({ target }: any) => {
    machine.form!.shown = target.checked;
    show(target.form.password);
  };
  const { shown } = machine.form!;
  return h("label.check", h("input", { type: "checkbox", checked: shown, onclick }), KEY.show);
}

function onsubmit(event: any) {
  const { ssid, password } = event.target;
  event.preventDefault();
  machine.submit(ssid && ssid.value, password ? password.value : "");
}

export function form(): Child {
  const { id, name, lock, saved } = machine.form!;
  return [
    title(id ? bdi(name) : KEY.other),
    h(
      "form.card",
      { onsubmit },
      !id && field(0, KEY.name, KEY.name_help),
      lock == "none"
        ? h("p", KEY.open)
        : field(1, KEY.password, id ? saved && KEY.keep : KEY.password_help),
      button("main", 0, KEY.connect),
    ),
    another(),
  ];
}
