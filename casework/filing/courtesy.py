"""Texts that only say thanks or "I have seen it". When in doubt a text is not one: then somebody reads it sooner.

`yes`, `no`, `sure` and `done` are not here: they answer something.
"""

import re
from typing import Final

from casework.filing.plain import plain

_SAID_ALONE: Final = """
thanks|thank you|thank u|thankyou|thanx|thx|thnx|tnx|ty|tysm|tyvm|ta|cheers|many thanks|much appreciated
appreciated|i appreciate it|appreciate it|i appreciate that|really appreciate it|really appreciated|much obliged
i really appreciate it|i really appreciate that|i appreciate your help|appreciate your help|appreciate the help
ok|okay|okey|okey dokey|okie dokie|okie|oki|okey doke|k|kk|okk|alright|righto|right o|rightio
great|brilliant|perfect|lovely|excellent|fantastic|amazing|wonderful|super|superb|fab|fabulous|awesome|good|cool|ace
nice one|nice|smashing|marvellous|magic|wicked|great stuff|good stuff|great news|good news|great job|good job|well done
got it|got that|noted|received|message received|understood|will do|i will do|all good|sounds good|sounds great
that's great|thats great|that's fine|thats fine|that's good|thats good|that's brilliant|thats brilliant|that's ok
thats ok|that's perfect|thats perfect|that's lovely|thats lovely|that's wonderful|thats wonderful|that is great
received with thanks|thnks|thankx|thanku|tks|roger|copy that|okay dokey|oki doki|fine|that is fine|good to know
excellent news|wonderful news|brilliant news|sounds good to me|i'm grateful|im grateful|so grateful|goodnight|good night
no problem|no problem at all|no probs|no worries|np|bless you|god bless|god bless you|bless|you're welcome|youre welcome
bye|bye bye|goodbye|you're a star|youre a star|you are a star|you're a legend|you are very kind|very kind
diolch|diolch yn fawr|diolch yn fawr iawn|diolch o galon|iawn|gwych|da iawn|hwyl|ardderchog|bendigedig
merci|merci beaucoup|gracias|muchas gracias|danke|danke schön|vielen dank|dziękuję|dzięki|dziekuje|dzieki|obrigado
obrigada|grazie|mulțumesc|multumesc|shukran|shukriya|dhanyavad|teşekkürler|tesekkurler|ačiū|dank je|dank u|tack|hvala|xie xie
arigato|дякую|спасибо|شكرا|شكریہ
ਧੰਨਵਾਦ|ధన్యవాదాలు|धन्यवाद|ধন্যবাদ|நன்றி|谢谢|谢谢你|謝謝|ขอบคุณ|cảm ơn|salamat|asante|mahadsanid
"""
_SAID_WITH_IT: Final = """
so much|very much|so very much|ever so much|a lot|a million|a bunch|loads|lots|again|once again|indeed|and|all
everyone|everybody|team|guys|mate|love|sir|madam|pal|folks|very|really|ah|aw|aww|wow|x|xx|xxx|xxxx|xox
for your help|for all your help|for the help|for your time|for your help and support|for your support|for helping
for helping me|for helping us|for that|for this|for everything|for all you do|for letting me know|for the update
for letting us know|for your update|for updating me|for the info|for the information|for your reply|for the reply
for the quick reply|for your quick reply|for your message|for the message|for your text|for the text|for your kindness
for getting back to me|for getting back to us|for getting back|for your patience|for your quick response
for your response|for the response|for coming back to me|for calling|for the call|for your call|for the reminder
for sorting it|for sorting that|for sorting it out|for sorting that out|for sorting this|for sorting this out
have a good day|have a nice day|have a lovely day|have a great day|have a good weekend|have a nice weekend
have a lovely weekend|have a great weekend|have a good evening|have a nice evening|have a lovely evening|you too
take care|kind regards|best wishes|regards|best regards|all the best|i'm very grateful|very grateful
for your help today|for all your help today|for today|for coming|for coming out|for coming today|for visiting
for fixing it|for fixing that|for your kind help|for the heads up|for the quick response|for the prompt reply
for your prompt reply|for your prompt response|in advance|to you all|to everyone|from the bottom of my heart
kindly|dear|darling|hun|oh|right|then|so|big|huge|see you|see you then|see you soon|speak soon
bardzo|большое|जी|جزيلا
reference|ref|re|case
"""
_PICTURES: Final = re.compile(
    "[👍👌🙏😊🙂😀😃😄😁😍🥰😇😌😘🤗👏🎉🥳❤♥💕💖💙💚💛💜🧡🤎🖤🤍💗💓💞☺😎💯🌹💐🌸🌟⭐✨🤝🙌🫶🌞😉🌻🙋🫡]+"
)
_FACES: Final = re.compile(r"(?<!\w)(?:[:;=]-?[)dp\]]+|<3+|\^_?\^)(?!\w)")
# The vowel signs of Indian and Thai scripts belong to their words, although \w leaves them out.
_WORD: Final = re.compile(r"[^\W_][\w'\u0300-\u036f\u0900-\u0e7f]*")
_BETWEEN: Final = re.compile(r"[\s.,!;:()\[\]\"'*~_\-\u2010-\u2015،。&+]*")

_STARTERS: Final = frozenset(
    phrase for line in _SAID_ALONE.split("\n") for phrase in line.split("|") if phrase
)
_PHRASES: Final = _STARTERS | {
    phrase for line in _SAID_WITH_IT.split("\n") for phrase in line.split("|") if phrase
}
_LONGEST_PHRASE: Final = max(len(phrase.split()) for phrase in _PHRASES)
_VOCABULARY: Final = frozenset(word for phrase in _PHRASES for word in phrase.split())
_STRETCH: Final = re.compile(r"(\w)\1{2,}")


def is_courtesy(text: str) -> bool:
    """Only thanks or acknowledgement, in any order and with kind pictures. A question mark or anything more: no."""
    short = plain(text, longest=120)
    if not short:
        return False
    bare = _FACES.sub(" ", _PICTURES.sub(" ", short))
    words = [word.strip("'_") for word in _WORD.findall(bare)]
    # Nearly every text has some other word, which is found out before the rest is looked at.
    if not all(map(_is_in_some_phrase, words)) or not _BETWEEN.fullmatch(_WORD.sub("", bare)):
        return False
    if not words:
        return bare != short
    phrases = _phrases(words)
    return phrases is not None and any(phrase in _STARTERS for phrase in phrases)


def _is_in_some_phrase(word: str) -> bool:
    return word in _VOCABULARY or _STRETCH.sub(r"\1", word) in _VOCABULARY


def _phrases(words: list[str]) -> list[str] | None:
    """The words cut into known phrases, the longest first, or None when some word belongs to none."""
    phrases, start = [], 0
    while start < len(words):
        lengths = range(min(_LONGEST_PHRASE, len(words) - start), 0, -1)
        found = next((n for n in lengths if _known(words[start : start + n])), 0)
        if not found:
            return None
        phrases.append(_unstretched(" ".join(words[start : start + found])))
        start += found
    return phrases


def _known(words: list[str]) -> bool:
    return _unstretched(" ".join(words)) in _PHRASES


def _unstretched(phrase: str) -> str:
    """`thankssss` and `okkkk` as they are spelt: a letter three times or more counts once, unless it is all of it."""
    return phrase if phrase in _PHRASES else _STRETCH.sub(r"\1", phrase)
