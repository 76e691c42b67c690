"""Word and Excel files as plain text, refused safely where they are none: what every reader of the portal stands on.

`document.read_document` takes bytes and gives a `raw.RawDocument`; what its tables mean is for others to say. Pure.
"""
