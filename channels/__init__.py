"""The doors through which contacts come in and go out. One folder per channel; see README.md."""
