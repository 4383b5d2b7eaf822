"""What every channel that Twilio carries has in common: account, signature, fields, error codes, client."""
