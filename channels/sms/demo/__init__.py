"""A telephone and the phone company behind it. Nothing here runs without ONEQUEUE_DEMO."""
