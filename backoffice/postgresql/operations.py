"""Django's operations, with compilers of our own."""

from django.db.backends.postgresql import operations


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "backoffice.postgresql.compiler"
