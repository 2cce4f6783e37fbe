"""The right document with one clause broken at a time, by editing the Word file."""

import broken_end
import broken_front
import broken_page
import broken_text

BREAKS = broken_page.BREAKS | broken_text.BREAKS | broken_front.BREAKS | broken_end.BREAKS
