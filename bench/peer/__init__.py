"""What the shared harness runs beside its peers: this office, filled and served as everywhere else."""
