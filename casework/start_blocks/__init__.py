"""The blocks of the start pages: one's own work, the team's, and for administrators how the office runs."""
