"""Riverbank Help: an invented office with people, services and conversations, to try everything on.

Nobody in it exists, every word was written for it, and every telephone number is from the ranges that Ofcom
keeps free for drama. The content is plain data; `loader` takes it in through the doors of real contacts.
"""
