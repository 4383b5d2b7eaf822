"""Forms of the settings of the office."""
