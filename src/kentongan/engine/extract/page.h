/* A page's blocks: what goes into the kernel and what comes out (page.c, weigh.c; extract/scan.py and content.py). */
#ifndef KT_PAGE_H
#define KT_PAGE_H

#include "../text/words.h"

#define KT_LETTERS 36 /* a-z and 0-9 */

/* What stands at the end of a way through letters. */
struct kt_page_trie {
    const uint16_t *next; /* [node][letter], 0: no way */
    const uint64_t *first, *second, *third;
};

struct kt_page_vocabulary {
    struct kt_page_trie elements;      /* kinds; marks */
    struct kt_page_trie names;         /* marks of what begins a word; of whole words; of what stands inside of long ones */
    struct kt_page_trie properties;    /* marks of `itemprop` */
    struct kt_page_trie roles;         /* marks of `role` */
    struct kt_page_trie furniture;     /* 1: begins a text of furniture; 2: does so as a whole word; spaces and marks are 0-9 */
    uint64_t hidden;           /* the mark of what is not shown */
    uint32_t max_blocks, max_block;
};

/* One block, as numbers; extract/blocks.py names the columns. */
struct kt_page_row {
    int32_t chars, words, linked, links, stops, ends, furniture, depth, heading;
    int32_t holder, above, tag_at, tag_end, piece, pieces;
};

struct kt_page_piece {
    int32_t start, end, kind; /* bytes of the HTML; 1: inside a link, 2: not escaped, 4: a line break */
};

struct kt_page_room {
    struct kt_page_row *rows;
    uint64_t *marks; /* two for each row */
    struct kt_page_piece *pieces;
    unsigned char *text; /* every block's text, a line end after each */
    uint64_t text_size;
};

/* The network that weighs blocks: one hidden layer. */
struct kt_page_network {
    const float *first, *first_bias, *second, *second_bias; /* (FEATURES, width), (width), (width), (1) */
    uint32_t width;                                         /* a multiple of STRIDE */
};

int64_t kt_page_read(const unsigned char *html, size_t size, const struct kt_page_vocabulary *words,
                     struct kt_page_room *room);
int kt_page_weigh(const int32_t *rows, size_t count, size_t stride, const uint64_t *marks,
                  const struct kt_page_network *network, float *chances);

#endif
