"""Plain helpers without Flask or SQLAlchemy."""
