"""Working with the glossary: spelling, search, review, CSV, and where a word is used."""
