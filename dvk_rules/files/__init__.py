"""What comes in and goes out as files: workbooks, CSV and JSON of nominations, templates."""
