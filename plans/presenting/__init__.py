"""What the pages of plans show, as plain values: words, signs and looks, made from rows that were fetched."""
