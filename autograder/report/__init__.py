"""Write what people read from the result files: feedback pages, tables and the summary on screen."""
