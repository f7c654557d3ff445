"""For firmware that has the library frozen in: `include("path/to/manifest.py")` in a board's own.

What is frozen takes up no heap with its code and names. The sign-in page is no module: copy it to
/wifi_setup/www/index.html.gz on the board; without it the portal shows a plain form.
"""
# ruff: noqa: F821 - package and module are what MicroPython's makemanifest.py provides

package("slim", base_path="lib")
package("wifi_setup", base_path="lib")
module("logging.py", base_path="lib")
module("micro_dns_srv.py", base_path="lib")
module("schedule.py", base_path="lib")
