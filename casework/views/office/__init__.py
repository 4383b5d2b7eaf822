"""Pages on which teams, staff, services and questions are set up."""
