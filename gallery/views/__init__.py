"""Pages: access, form, action, response."""
