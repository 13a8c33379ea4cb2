"""Pages of the office: writing, approving, publishing, setting up."""
