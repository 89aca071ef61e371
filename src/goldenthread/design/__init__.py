"""What every page is made of: components, forms, tables, template tags and charts."""
