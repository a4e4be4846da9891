"""Pure judgement: text and values in, frozen values out."""
