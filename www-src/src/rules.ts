/** What a name and a password may be. Asked on Connect, never while somebody types. */
import type { Form } from "./types";

const bytes = (text: string) => new Blob([text]).size;

/** The form with what is wrong with it, if anything is. */
export function checked(form: Form): Form {
  const { id, name, lock, saved, password } = form;
  const length = bytes(password);
  const misnamed = !id && (name ? bytes(name) > 32 && KEY.name_long : KEY.name_enter);
  const fault =
    misnamed ||
    (length
      ? length < 8
        ? KEY.short
        : length > 63 && !/^[\da-f]{64}$/i.test(password) && KEY.long
      : id && lock != "none" && !saved && KEY.enter);
  return { ...form, fault, field: misnamed ? 0 : 1 };
}
