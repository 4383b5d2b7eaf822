"""WhatsApp by way of Twilio: a channel of its own, kept apart from texts even where the number is the same."""
