"""What Masthead adds to Wagtail's admin."""
