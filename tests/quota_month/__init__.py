"""A month of twenty salespeople: what is planned, done by processes of their own, and counted again by hand."""
