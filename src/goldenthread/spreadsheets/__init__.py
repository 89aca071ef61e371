"""Reads the tables that people make in spreadsheet programmes, and writes tables for them to open.

Knows nothing of the rest of the product, and imports no Django.
"""
