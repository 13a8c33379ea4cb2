/* A watch query, read into a tree: the language of match/query.py, as far as it needs no explanation. */
#ifndef KT_QUERY_H
#define KT_QUERY_H

#include "../text/words.h"

enum kt_kind { KT_WORD, KT_PREFIX, KT_PHRASE, KT_NEAR, KT_AND, KT_OR, KT_NOT, KT_TITLE };

struct kt_node {
    enum kt_kind kind;
    uint32_t first, next;  /* first part, next sibling; KT_NONE for none */
    uint32_t word, words;  /* which words of `text`: a word or prefix, the words of a phrase */
    uint32_t distance;     /* of a NEAR, whose two parts are words or prefixes */
};

struct kt_query {
    struct kt_text text;
    struct kt_node *nodes;
    size_t count, room;
    uint32_t root;
};

/* Reads a query. KT_REFUSED: it is no query, or one that only match/query.py reads. `rendered` is set for queries
 * that were parsed there and written out again: these hold only folded words, and nest deeper. */
int kt_query_read(struct kt_query *query, const unsigned char *utf8, size_t size, int rendered);
void kt_query_free(struct kt_query *query);

#endif
