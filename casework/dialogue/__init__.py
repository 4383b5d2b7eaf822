"""A service's questions by text: what to ask next, how an answer is read, the words. It knows no database and no clock."""

from casework.dialogue.asked import Asked
from casework.dialogue.closing import closing_answer
from casework.dialogue.steps import Where, respond
from casework.dialogue.steps_taken import Step

__all__ = ["Asked", "Step", "Where", "closing_answer", "respond"]
