"""Calls that Twilio tells us of, where an office has it. Nothing here is needed to log a call by hand."""
