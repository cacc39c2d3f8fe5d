"""What several widgets share: the trace and its sources, and the page's side of it."""
