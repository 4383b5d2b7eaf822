"""Looking at the office as people see it: pictures of its screens, and what Lighthouse says of them.

`make screens` and `make lighthouse` start an office of their own with the demo in it, and throw it away afterwards.
`AT=http://127.0.0.1:8000` looks at a demo that runs already. Both need a Chromium and what `make develop` installs.
"""

from typing import Final

LOOKS: Final = ("screens", "lighthouse")
