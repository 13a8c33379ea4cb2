/* The parser of watch queries. It knows the same language as match/query.py, which explains it, but accepts only what
 * needs no thought: ASCII, and no error. What it refuses, Python parses, and says what is wrong where something is. */
#include "query.h"

#include <stdlib.h>

#define MAX_DEPTH 50
#define MAX_RENDERED_DEPTH 400
#define MAX_TERMS 50000
#define FAR 1000000000u

enum token { END, OPEN, CLOSE, AND, OR, NOT, NEAR, TITLE, TERM };

struct parser {
    struct kt_query *query;
    const unsigned char *from, *end;
    enum token token;
    struct kt_node term; /* of a TERM; of a NEAR its distance */
    unsigned depth, max_depth, terms;
    int status;
};

static uint32_t parse_any(struct parser *parser);

static uint32_t refuse(struct parser *parser, int status)
{
    if (parser->status == KT_OK)
        parser->status = status;
    return KT_NONE;
}

static uint32_t add_node(struct parser *parser, struct kt_node node)
{
    struct kt_query *query = parser->query;
    if (parser->status != KT_OK)
        return KT_NONE;
    if (!kt_grow(&query->nodes, &query->room, query->count + 1, sizeof node))
        return refuse(parser, KT_MEMORY);
    query->nodes[query->count] = node;
    return (uint32_t)query->count++;
}

/* --- tokens ------------------------------------------------------------------------------------------------------ */

static int is_space(unsigned char byte)
{
    return byte == ' ' || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31);
}

static int is_bare(unsigned char byte)
{
    return !is_space(byte) && byte != '(' && byte != ')' && byte != '"';
}

static int spells(const unsigned char *from, size_t length, const char *word)
{
    return length == strlen(word) && !memcmp(from, word, length);
}

static size_t characters(const unsigned char *from, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; at++)
        count += (from[at] & 0xC0) != 0x80;
    return count;
}

static void read_term(struct parser *parser, const unsigned char *from, size_t length, int bare)
{
    struct kt_text *text = &parser->query->text;
    uint32_t before = (uint32_t)text->count;
    int status = kt_text_read(text, from, length, 0);
    uint32_t words = (uint32_t)text->count - before;
    int prefix = bare && from[length - 1] == '*';
    if (status != KT_OK)
        refuse(parser, status);
    else if (words == 0 || (prefix && words > 1))
        refuse(parser, KT_REFUSED);
    else if (prefix && characters(text->folded + text->words[before].at, text->words[before].length) < 2)
        refuse(parser, KT_REFUSED);
    enum kt_kind kind = prefix ? KT_PREFIX : words == 1 ? KT_WORD : KT_PHRASE;
    parser->token = TERM;
    parser->term = (struct kt_node){kind, KT_NONE, KT_NONE, before, words, 0};
}

/* NEAR/5; what only begins like it (NEARBY) is a word, and anything else is refused. */
static int read_near(struct parser *parser, const unsigned char *from, size_t length)
{
    if (length < 4 || memcmp(from, "NEAR", 4) || (length > 4 && from[4] != '/'))
        return 0;
    uint32_t distance = 0;
    for (size_t at = 5; at < length; at++) {
        if (from[at] < '0' || from[at] > '9')
            return refuse(parser, KT_REFUSED), 1;
        distance = length - 5 > 9 ? FAR : distance * 10 + (from[at] - '0');
    }
    if (length < 6)
        refuse(parser, KT_REFUSED);
    parser->token = NEAR;
    parser->term = (struct kt_node){KT_NEAR, KT_NONE, KT_NONE, 0, 0, distance};
    return 1;
}

static void read_bare(struct parser *parser, const unsigned char *from, size_t length)
{
    if (spells(from, length, "AND") || spells(from, length, "DAN"))
        parser->token = AND;
    else if (spells(from, length, "OR") || spells(from, length, "ATAU"))
        parser->token = OR;
    else if (spells(from, length, "NOT") || spells(from, length, "BUKAN"))
        parser->token = NOT;
    else if (!read_near(parser, from, length))
        read_term(parser, from, length, 1);
}

static void advance(struct parser *parser)
{
    const unsigned char *from = parser->from, *end = parser->end;
    while (from < end && is_space(*from))
        from++;
    parser->token = END;
    if (from == end || parser->status != KT_OK) {
        parser->from = from;
        return;
    }
    const unsigned char *stop = from + 1;
    if (*from == '(' || *from == ')') {
        parser->token = *from == '(' ? OPEN : CLOSE;
    } else if (*from == '"') {
        while (stop < end && *stop != '"')
            stop++;
        if (stop == end)
            refuse(parser, KT_REFUSED);
        else
            read_term(parser, from + 1, (size_t)(stop++ - from - 1), 0);
    } else if (end - from >= 6 && !memcmp(from, "title:", 6)) {
        parser->token = TITLE;
        stop = from + 6;
    } else {
        while (stop < end && is_bare(*stop))
            stop++;
        read_bare(parser, from, (size_t)(stop - from));
    }
    parser->from = stop;
}

/* --- the grammar, as match/query.py has it ----------------------------------------------------------------------- */

static uint32_t parse_primary(struct parser *parser)
{
    if (parser->token == TERM) {
        if (++parser->terms > MAX_TERMS)
            return refuse(parser, KT_REFUSED);
        struct kt_node term = parser->term;
        advance(parser);
        return add_node(parser, term);
    }
    if (parser->token != OPEN || ++parser->depth > parser->max_depth)
        return refuse(parser, KT_REFUSED);
    advance(parser);
    uint32_t inner = parse_any(parser);
    if (parser->token != CLOSE)
        return refuse(parser, KT_REFUSED);
    parser->depth--;
    advance(parser);
    return inner;
}

static uint32_t parse_scoped(struct parser *parser)
{
    if (parser->token != TITLE)
        return parse_primary(parser);
    advance(parser);
    uint32_t part = parse_primary(parser);
    return add_node(parser, (struct kt_node){KT_TITLE, part, KT_NONE, 0, 0, 0});
}

static uint32_t parse_near(struct parser *parser)
{
    uint32_t left = parse_scoped(parser);
    if (parser->token != NEAR)
        return left;
    struct kt_node near = parser->term;
    advance(parser);
    uint32_t right = parse_scoped(parser);
    if (parser->status != KT_OK)
        return KT_NONE;
    struct kt_node *nodes = parser->query->nodes;
    if (nodes[left].kind > KT_PREFIX || nodes[right].kind > KT_PREFIX || parser->token == NEAR)
        return refuse(parser, KT_REFUSED);
    nodes[left].next = right;
    near.first = left;
    return add_node(parser, near);
}

static uint32_t parse_factor(struct parser *parser)
{
    int excluded = 0;
    for (; parser->token == NOT; advance(parser))
        excluded = !excluded;
    uint32_t part = parse_near(parser);
    return excluded ? add_node(parser, (struct kt_node){KT_NOT, part, KT_NONE, 0, 0, 0}) : part;
}

/* One part, or several under a node of this kind. */
static uint32_t parse_parts(struct parser *parser, enum kt_kind kind)
{
    uint32_t first = kind == KT_OR ? parse_parts(parser, KT_AND) : parse_factor(parser);
    uint32_t last = first, joined = KT_NONE;
    while (parser->status == KT_OK) {
        if (kind == KT_OR ? parser->token != OR : parser->token == OR || parser->token == CLOSE || parser->token == END)
            break;
        if (parser->token == OR || parser->token == AND)
            advance(parser);
        uint32_t part = kind == KT_OR ? parse_parts(parser, KT_AND) : parse_factor(parser);
        if (parser->status != KT_OK)
            return KT_NONE;
        if (joined == KT_NONE)
            joined = add_node(parser, (struct kt_node){kind, first, KT_NONE, 0, 0, 0});
        parser->query->nodes[last].next = part;
        last = part;
    }
    return joined == KT_NONE ? first : joined;
}

static uint32_t parse_any(struct parser *parser)
{
    return parse_parts(parser, KT_OR);
}

int kt_query_read(struct kt_query *query, const unsigned char *utf8, size_t size, int rendered)
{
    kt_text_clear(&query->text);
    query->count = 0;
    for (size_t at = 0; at < size && !rendered; at++)
        if (utf8[at] >= 0x80)
            return KT_REFUSED;
    struct parser parser = {.query = query, .from = utf8, .end = utf8 + size, .status = KT_OK};
    parser.max_depth = rendered ? MAX_RENDERED_DEPTH : MAX_DEPTH;
    advance(&parser);
    query->root = parse_any(&parser);
    if (parser.status == KT_OK && parser.token != END)
        return KT_REFUSED;
    return parser.status;
}

void kt_query_free(struct kt_query *query)
{
    kt_text_free(&query->text);
    free(query->nodes);
    memset(query, 0, sizeof *query);
}
