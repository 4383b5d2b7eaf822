"""The last words of the start: where to go, and who to be there."""

from backoffice.up import listen

PASSWORD = "onequeue-demo"  # noqa: S105  (the demo's, printed on purpose)
STAFF = ("handler", "caseworker", "lead", "manager", "admin")


def welcome(environment: dict[str, str]) -> str:
    base = f"http://127.0.0.1:{listen.port()}"
    lines = ["", f"Ready: {base}/", f"  ask for help     {base}/", f"  the desk         {base}/desk/"]
    if environment["ONEQUEUE_DEMO"] == "1":
        lines += [
            f"  demo telephone   {base}/demo/phone/",
            f"  log in as        {', '.join(STAFF)}",
            f"  password         {PASSWORD}",
        ]
    return "\n".join([*lines, "  stop with        Ctrl-C", ""])
