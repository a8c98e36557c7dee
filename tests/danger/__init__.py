"""The danger words: learned from labelled sentences, published as pieces of words with weights."""
