"""The routes of the HTTP interface: one module a resource, each with a function that adds them."""
