"""From results to what people read: feedback pages, tables, the summary on screen."""
