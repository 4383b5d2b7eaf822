"""Texts that people, phones and attackers really send. Every door must take each of them and keep what it
says.

`TEXTS` maps a name to the text. `SENDABLE` are those that can travel in well-formed UTF-8, as a signed form
does.
"""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "empty": "",
    "only spaces": "   \t  ",
    "only zero width": "\u200b\ufeff\u200b",
    "nul": "before\x00after",
    "lone surrogate": "half \ud800 a pair",
    "surrogate pair apart": "\ud83d\ude00",
    "control characters": "bell \x07 escape \x1b[31m delete \x7f end",
    "log forging": "fine\r\n2026-01-01 ERROR root: everything is lost",
    "script": "<script>alert(1)</script>",
    "image handler": '"><img src=x onerror=alert(1)>',
    "svg": "<svg onload=alert(1)>",
    "template": "{{7*7}} {% debug %} ${7*7} %s %x #{7*7}",
    "javascript link": "javascript:alert(1) data:text/html,<b>x</b>",
    "false host": "https://bank.example@evil.example/ https://xn--pypal-4ve.example/",
    "bidi override": "from \u202egnirts\u202c and \u2067 without an end",
    "emoji family": "👨‍👩‍👧‍👦 👍🏿 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧",
    "combining storm": "e" + "\u0301" * 50 + " end",
    "nfc and nfd": "Zoë Zoe\u0308",
    "arabic": "أحتاج إلى مساعدة في السكن",
    "urdu": "مجھے مدد چاہیے",
    "welsh": "Mae'r tŷ yn oer, dim gwres ers dŵr",
    "polish": "Łazienka przecieka, proszę pomóc",
    "chinese": "我家的灯坏了",
    "gaelic": "Tha an taigh fuar agus fliuch",
    "sixteen hundred": "a" * 1600,
    "no spaces": "x" * 400,
    "many lines": "\n".join(["line"] * 300),
    "mixed line ends": "one\rtwo\r\nthree\u2028four\u2029five\x85six",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formula after tab": "\t=1+1",
    "full-width equals": "＝1+1",
    "plus": "+447700900123 is my number & a = b %41",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "sql": "' OR 1=1-- \\ % _ ; DROP TABLE casework_case",
    "regular expression bomb": "(a+)+$ " + "a" * 28 + "!",
    "null": "null",
    "none": "None",
    "nan": "NaN",
    "undefined": "undefined",
    "true": "true",
    "zero": "0",
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
    "somebody else's number": "please ring 07700 900999 instead",
    "system line": "— Case closed by Anna —",
    "entities": "&lt;b&gt; &amp;amp; %253Cscript%253E",
    "card number": "my card is 4111 1111 1111 1111 and my NI number QQ123456C",
    "danger": "he will kill me tonight",
    "private use": "\ue000\uf8ff\U000f0000",
    "noncharacters": "\ufffe\uffff\U0010ffff",
}

# What a form in UTF-8 can carry: half a surrogate pair cannot.
SENDABLE: Final = {
    name: text for name, text in TEXTS.items() if not any("\ud800" <= c <= "\udfff" for c in text)
}
