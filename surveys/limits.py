"""How much one survey may hold: readers refuse more by its address, the write module by its field; and how many earlier
years stand beside it."""

MOST_QUESTIONS = 500
MOST_ANSWERS = 30  # of one question
MOST_PLACES = 500
MOST_EARLIER_YEARS = 5
