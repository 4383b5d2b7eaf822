"""Recorded requests of other offices, fed through our own doors."""
