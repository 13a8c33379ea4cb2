/* Matches a text against very many queries at once: what match/plain.py does, fast.
 *
 * A *term* is what can be found in an article: a word, a prefix, or, made of these, a phrase or NEAR. A *reference* is
 * a term anywhere or in the title (term * 2 + 1). A query becomes a *program*, a conjunction of conditions on
 * references, and is filed under *anchors*: references of which at least one holds in every article it matches. Of a
 * conjunction the cheapest part is enough, of alternatives all are needed; cheap is what few of the articles seen
 * lately held. In the posting list of an anchor the rest of the program stands inline, so that matching is walking
 * through a few lists; most postings fail their first condition, a bit in a small table of what the article holds. A
 * phrase is looked for once in an article, however many queries name it, and only when its words seem to stand side by
 * side. What matching touches is kept small and apart from the rest: the time goes into waiting for memory.
 */
#include "query.h"

#include <stdlib.h>

/* --- programs ----------------------------------------------------------------------------------------------------
 * A program is a row of 32-bit conditions, of which all must hold. Three bits say which, the others of what:
 * a reference, or how many of the following conditions belong to it. */

#define OP(code) ((code) >> 29)
#define ARGUMENT(code) ((code) & 0x1FFFFFFFu)
#define CODE(op, argument) ((uint32_t)(op) << 29 | (argument))

enum {
    HAS,   /* a word or prefix is there */
    LACKS, /* it is not */
    HOLDS, /* a phrase or NEAR is there */
    FAILS, /* it is not */
    SOME,  /* one of the following holds: conditions, or ALL */
    ALL,   /* all of the following hold; only in SOME */
    BESIDE /* two words seem to stand side by side; only before a phrase is looked for */
};

/* A posting: one word of 1 bit DERIVED, 7 bits length, 24 bits number, then so many conditions. The number is that of
 * the query, or (DERIVED) of the phrase or NEAR to look for. WHOLE: no conditions here, the query's whole program. */
#define DERIVED 0x80000000u
#define LENGTH(posting) ((posting) >> 24 & 0x7F)
#define NUMBER(posting) ((posting) & 0xFFFFFFu)
#define WHOLE 0x7Fu
#define MAX_NUMBER 0xFFFFFFu
#define MAX_INLINE 100
#define MAX_COPIED 2000 /* conditions of one query over all its postings */
#define MAX_PROGRAM (1u << 24)

struct term {
    unsigned char *data; /* the bytes of a word or prefix; the parts of a phrase or NEAR, see below */
    uint32_t length;     /* of data, in bytes */
    uint32_t uses;       /* by programs and by other terms; free when none */
    uint32_t filed;      /* where a phrase or NEAR is filed to be looked for: a reference, or KT_NONE */
    enum kt_kind kind;
};
/* data of a phrase: its words' terms, uint32_t each; of a NEAR: left, right, distance. */

/* What is filed under a reference, and how many of the articles seen held it. */
struct entry {
    uint32_t *postings;
    uint32_t size, seen;
};

/* Terms of one sort, numbered from 0: words and prefixes, or phrases and NEAR. */
struct terms {
    struct term *at;
    struct entry *entries; /* two for each: anywhere, in the title */
    size_t count, room, entry_room;
    uint32_t free; /* the first of a chain through `filed` */
};

struct places {
    uint32_t first, last; /* of a word in the present article */
};

/* A phrase or NEAR with all that looking for it needs, when it is a phrase of up to four words. */
struct look {
    uint32_t article;  /* in which it was last looked for */
    uint8_t found;     /* there: 0 nowhere, 1 in the body, 3 in the title */
    uint8_t rarest;    /* which of the parts to begin with */
    uint16_t words;    /* of a phrase of up to four; 0 for a longer one, and for a NEAR */
    uint32_t parts[4]; /* the words; of a NEAR: left, right, distance */
};

struct slot {
    uint64_t key, second; /* hash; the second block of 8 bytes, if there is one */
    uint32_t length;
    uint32_t term; /* KT_NONE: empty */
};

struct table {
    struct slot *slots;
    size_t mask, used;
};

struct query {
    uint32_t *program; /* followed by its anchors; NULL where the number is free */
    uint32_t size, anchors;
    uint32_t order; /* rises from query to query added; of a free number, the next free one */
};

struct numbers {
    uint32_t *at;
    size_t count, room;
};

struct length {
    uint32_t bytes, uses;
};

#define PAIRS ((size_t)1 << 14)
#define NO_PAIR UINT16_MAX /* of a NEAR, and of a phrase of one word */
#define FILTER ((size_t)1 << 16)

struct matcher {
    struct terms plain, derived;
    struct table tables[4]; /* by kt_kind */
    struct places *places;  /* one for each plain term */
    struct look *looks;     /* one for each derived term */
    uint16_t *beside;       /* ... and the bit in `pairs` without which it is nowhere: small, and asked first */
    size_t places_room, looks_room, beside_room;
    struct length *lengths; /* of the prefixes in use, rising */
    size_t length_count, length_room;
    struct query *queries;
    size_t query_count, query_room;
    uint32_t free_query, next_order;
    int numbers_rise; /* with the order: no number was taken over yet */
    uint64_t articles, recount_at;
    uint32_t now;
    int busy;   /* a call is at work */
    int failed; /* memory ran out while a phrase was looked for */
    /* of the present article */
    struct kt_text text;
    size_t title_count;
    uint32_t *tokens, *following; /* the term of every word; where the same word comes next */
    size_t tokens_room, following_room;
    uint64_t *there;              /* a bit for every reference to a plain term */
    size_t there_room;
    struct numbers present, derived_present; /* references that hold, each once */
    struct numbers candidates; /* phrases and NEAR to be looked for */
    struct numbers found, left, right;
    uint64_t pairs[PAIRS / 64];   /* a bit for every two known words side by side */
    uint64_t filter[FILTER / 64]; /* a bit for every prefix in use, and some that were */
    /* of the query being added */
    struct kt_query query;
    struct numbers program, anchors;
    uint32_t copied;
};

static inline void set_bit(uint64_t *bits, size_t at)
{
    bits[at / 64] |= UINT64_C(1) << at % 64;
}

static inline int bit(const uint64_t *bits, size_t at)
{
    return bits[at / 64] >> at % 64 & 1;
}

static inline uint16_t pair_of(uint32_t left, uint32_t right)
{
    return (uint16_t)((left * 0x9E3779B1u ^ right * 0x85EBCA6Bu) >> 18);
}

static struct terms *terms_of(struct matcher *matcher, enum kt_kind kind)
{
    return kind <= KT_PREFIX ? &matcher->plain : &matcher->derived;
}

static int push(struct numbers *numbers, uint32_t number)
{
    if (numbers->count == numbers->room && !kt_grow(&numbers->at, &numbers->room, numbers->count + 1, sizeof number))
        return 0;
    numbers->at[numbers->count++] = number;
    return 1;
}

/* --- terms ------------------------------------------------------------------------------------------------------- */

/* Bytes 8-15 of a word. With the key they say all of a word of up to 16 bytes, for the key is a bijection of each. */
static inline uint64_t second_block(const unsigned char *data, uint32_t length)
{
    return length <= 8 ? 0 : kt_head(kt_load(data + 8), length < 16 ? length - 8 : 8);
}

/* Where a term of this key and data stands, or the empty slot where it would. Tables are never full. */
static inline struct slot *find_slot(const struct matcher *matcher, enum kt_kind kind, uint64_t key,
                                     const unsigned char *data, uint32_t length)
{
    const struct table *table = &matcher->tables[kind];
    for (size_t at = (size_t)key & table->mask;; at = (at + 1) & table->mask) {
        struct slot *slot = &table->slots[at];
        if (slot->term == KT_NONE)
            return slot;
        if (slot->key != key || slot->length != length || slot->second != second_block(data, length))
            continue;
        if (length <= 16)
            return slot;
        const struct terms *terms = kind <= KT_PREFIX ? &matcher->plain : &matcher->derived;
        if (!memcmp(terms->at[slot->term].data, data, length))
            return slot;
    }
}

static inline uint32_t find_term(const struct matcher *matcher, enum kt_kind kind, uint64_t key,
                                 const unsigned char *data, uint32_t length)
{
    return matcher->tables[kind].used ? find_slot(matcher, kind, key, data, length)->term : KT_NONE;
}

static int reserve_slot(struct table *table)
{
    size_t size = table->slots ? table->mask + 1 : 0;
    if (size && (table->used + 1) * 2 <= size)
        return 1;
    size_t wanted = size ? size * 2 : 64;
    struct slot *slots = malloc(wanted * sizeof *slots);
    if (!slots)
        return 0;
    for (size_t at = 0; at < wanted; at++)
        slots[at].term = KT_NONE;
    for (size_t at = 0; at < size; at++) {
        if (table->slots[at].term == KT_NONE)
            continue;
        size_t to = (size_t)table->slots[at].key & (wanted - 1);
        while (slots[to].term != KT_NONE)
            to = (to + 1) & (wanted - 1);
        slots[to] = table->slots[at];
    }
    free(table->slots);
    table->slots = slots;
    table->mask = wanted - 1;
    return 1;
}

/* Empties a slot and moves up those behind it that would not be found any more (Knuth, TAOCP 3, 6.4, algorithm R). */
static void empty_slot(struct table *table, struct slot *slot)
{
    size_t hole = (size_t)(slot - table->slots), at = hole;
    for (;;) {
        at = (at + 1) & table->mask;
        if (table->slots[at].term == KT_NONE)
            break;
        size_t home = (size_t)table->slots[at].key & table->mask;
        if (((at - home) & table->mask) >= ((at - hole) & table->mask)) {
            table->slots[hole] = table->slots[at];
            hole = at;
        }
    }
    table->slots[hole].term = KT_NONE;
    table->used--;
}

static int count_length(struct matcher *matcher, uint32_t bytes, int change)
{
    size_t at = 0;
    while (at < matcher->length_count && matcher->lengths[at].bytes < bytes)
        at++;
    struct length *length = matcher->lengths ? matcher->lengths + at : NULL;
    if (at < matcher->length_count && length->bytes == bytes) {
        length->uses += (uint32_t)change;
        if (!length->uses)
            memmove(length, length + 1, (--matcher->length_count - at) * sizeof *length);
        return 1;
    }
    if (!kt_grow(&matcher->lengths, &matcher->length_room, matcher->length_count + 1, sizeof *length))
        return 0;
    length = matcher->lengths + at;
    memmove(length + 1, length, (matcher->length_count++ - at) * sizeof *length);
    *length = (struct length){bytes, 1};
    return 1;
}

/* Room for one more term of a kind, in every array that has one for each. */
static int reserve_term(struct matcher *matcher, enum kt_kind kind)
{
    struct terms *terms = terms_of(matcher, kind);
    size_t wanted = terms->count + 1, bits = matcher->there_room;
    if (terms->free != KT_NONE)
        return 1;
    if (wanted > MAX_NUMBER || !kt_grow(&terms->at, &terms->room, wanted, sizeof *terms->at) ||
        !kt_grow(&terms->entries, &terms->entry_room, 2 * wanted, sizeof *terms->entries))
        return 0;
    if (kind > KT_PREFIX)
        return kt_grow(&matcher->looks, &matcher->looks_room, wanted, sizeof *matcher->looks) &&
               kt_grow(&matcher->beside, &matcher->beside_room, wanted, sizeof *matcher->beside);
    if (!kt_grow(&matcher->places, &matcher->places_room, wanted, sizeof *matcher->places) ||
        !kt_grow(&matcher->there, &matcher->there_room, 2 * wanted / 64 + 1, sizeof *matcher->there))
        return 0;
    memset(matcher->there + bits, 0, (matcher->there_room - bits) * sizeof *matcher->there);
    return 1;
}

static uint32_t part_of(const struct term *term, uint32_t at)
{
    uint32_t part;
    memcpy(&part, term->data + (size_t)at * sizeof part, sizeof part);
    return part;
}

/* How many terms a phrase or NEAR is made of: the words of a phrase, both sides of a NEAR, none of a word. */
static uint32_t parts_of(const struct term *term)
{
    return term->kind == KT_PHRASE ? term->length / (uint32_t)sizeof(uint32_t) : term->kind == KT_NEAR ? 2 : 0;
}

/* The term, used once more; it is made when there is none. KT_NONE without memory. `data`: 8 bytes loadable at each. */
static uint32_t use_term(struct matcher *matcher, enum kt_kind kind, const unsigned char *data, uint32_t length)
{
    struct terms *terms = terms_of(matcher, kind);
    uint64_t key = kt_key(data, length);
    uint32_t number = find_term(matcher, kind, key, data, length);
    if (number != KT_NONE) {
        terms->at[number].uses++;
        return number;
    }
    unsigned char *copy = malloc((size_t)length + 8);
    if (!copy || !reserve_slot(&matcher->tables[kind]) || !reserve_term(matcher, kind) ||
        (kind == KT_PREFIX && !count_length(matcher, length, 1)))
        return free(copy), KT_NONE;
    memcpy(copy, data, length);
    memset(copy + length, 0, 8);
    number = terms->free;
    if (number == KT_NONE)
        number = (uint32_t)terms->count++;
    else
        terms->free = terms->at[number].filed;
    terms->at[number] = (struct term){copy, length, 1, KT_NONE, kind};
    memset(terms->entries + 2 * (size_t)number, 0, 2 * sizeof *terms->entries);
    if (kind == KT_PREFIX)
        set_bit(matcher->filter, key % FILTER);
    if (kind > KT_PREFIX) {
        struct look *look = &matcher->looks[number];
        *look = (struct look){0};
        matcher->beside[number] = NO_PAIR;
        if (kind == KT_PHRASE && parts_of(&terms->at[number]) > 1)
            matcher->beside[number] = pair_of(part_of(&terms->at[number], 0), part_of(&terms->at[number], 1));
        if (length <= sizeof look->parts) {
            memcpy(look->parts, copy, length);
            look->words = kind == KT_PHRASE ? (uint16_t)(length / sizeof *look->parts) : 0;
        }
    }
    *find_slot(matcher, kind, key, copy, length) = (struct slot){key, second_block(copy, length), length, number};
    matcher->tables[kind].used++;
    return number;
}

/* A term is used once less. Parts of a phrase have no parts themselves, so this goes two deep at most. */
static void release_term(struct matcher *matcher, enum kt_kind kind, uint32_t number)
{
    struct terms *terms = terms_of(matcher, kind);
    struct term *term = &terms->at[number];
    if (--term->uses)
        return;
    for (uint32_t at = 0; at < parts_of(term); at++)
        release_term(matcher, KT_WORD, part_of(term, at));
    uint64_t key = kt_key(term->data, term->length);
    empty_slot(&matcher->tables[term->kind], find_slot(matcher, term->kind, key, term->data, term->length));
    if (term->kind == KT_PREFIX)
        count_length(matcher, term->length, -1);
    free(term->data);
    free(terms->entries[2 * (size_t)number].postings);
    free(terms->entries[2 * (size_t)number + 1].postings);
    memset(terms->entries + 2 * (size_t)number, 0, 2 * sizeof *terms->entries);
    *term = (struct term){.filed = terms->free};
    terms->free = number;
}

static void release_program(struct matcher *matcher, const uint32_t *program, size_t size)
{
    for (size_t at = 0; at < size; at++)
        if (OP(program[at]) <= FAILS)
            release_term(matcher, OP(program[at]) <= LACKS ? KT_WORD : KT_PHRASE, ARGUMENT(program[at]) >> 1);
}

/* --- from tree to program ---------------------------------------------------------------------------------------- */

static uint32_t use_words(struct matcher *matcher, enum kt_kind kind, const struct kt_node *node)
{
    const struct kt_text *text = &matcher->query.text;
    const struct kt_word *word = text->words + node->word;
    return use_term(matcher, kind, text->folded + word->at, word->length);
}

/* A phrase or NEAR out of `count` numbers, of which the first `terms` are its parts, each used once for it. */
static uint32_t use_parts(struct matcher *matcher, enum kt_kind kind, const uint32_t *parts, uint32_t count,
                          uint32_t terms)
{
    const unsigned char *bytes = (const unsigned char *)parts;
    uint32_t size = count * (uint32_t)sizeof *parts;
    uint32_t known = find_term(matcher, kind, kt_key(bytes, size), bytes, size);
    uint32_t number = use_term(matcher, kind, bytes, size);
    if (known != KT_NONE || number == KT_NONE) /* one that was there already has its parts */
        for (uint32_t at = 0; at < terms; at++)
            release_term(matcher, KT_WORD, parts[at]);
    return number;
}

static uint32_t use_phrase(struct matcher *matcher, const struct kt_node *node)
{
    uint32_t *parts = calloc((size_t)node->words + 2, sizeof *parts);
    uint32_t done = 0, number = KT_NONE;
    if (!parts)
        return KT_NONE;
    for (; done < node->words; done++) {
        struct kt_node word = {KT_WORD, KT_NONE, KT_NONE, node->word + done, 1, 0};
        parts[done] = use_words(matcher, KT_WORD, &word);
        if (parts[done] == KT_NONE)
            break;
    }
    if (done == node->words)
        number = use_parts(matcher, KT_PHRASE, parts, done, done);
    else
        while (done)
            release_term(matcher, KT_WORD, parts[--done]);
    free(parts);
    return number;
}

static uint32_t use_near(struct matcher *matcher, const struct kt_node *node)
{
    const struct kt_node *left = matcher->query.nodes + node->first, *right = matcher->query.nodes + left->next;
    uint32_t parts[5] = {0};
    parts[0] = use_words(matcher, left->kind, left);
    if (parts[0] == KT_NONE)
        return KT_NONE;
    parts[1] = use_words(matcher, right->kind, right);
    if (parts[1] == KT_NONE)
        return release_term(matcher, KT_WORD, parts[0]), KT_NONE;
    parts[2] = node->distance;
    return use_parts(matcher, KT_NEAR, parts, 3, 2);
}

static int emit_leaf(struct matcher *matcher, const struct kt_node *node, int negated, int in_title)
{
    int derived = node->kind == KT_PHRASE || node->kind == KT_NEAR;
    uint32_t term = node->kind == KT_PHRASE ? use_phrase(matcher, node)
                    : node->kind == KT_NEAR ? use_near(matcher, node)
                                            : use_words(matcher, node->kind, node);
    if (term == KT_NONE)
        return 0;
    int op = derived ? (negated ? FAILS : HOLDS) : negated ? LACKS : HAS;
    if (matcher->program.count < MAX_PROGRAM && push(&matcher->program, CODE(op, term * 2 + (in_title ? 1 : 0))))
        return 1;
    release_term(matcher, node->kind, term);
    return 0;
}

/* Appends what must hold for the node to match (not to match, when negated). Within SOME (`as_option`) several
 * conditions are bracketed by ALL, and alternatives simply go on; outside it is the other way round. */
static int emit(struct matcher *matcher, uint32_t at, int negated, int in_title, int as_option)
{
    const struct kt_node *node = matcher->query.nodes + at;
    while (node->kind == KT_NOT || node->kind == KT_TITLE) {
        negated ^= node->kind == KT_NOT;
        in_title |= node->kind == KT_TITLE;
        node = matcher->query.nodes + node->first;
    }
    if (node->kind != KT_AND && node->kind != KT_OR)
        return emit_leaf(matcher, node, negated, in_title);
    int either = (node->kind == KT_OR) != negated;
    size_t bracket = matcher->program.count;
    int bracketed = either != as_option;
    if (bracketed && !push(&matcher->program, CODE(either ? SOME : ALL, 0)))
        return 0;
    for (uint32_t part = node->first; part != KT_NONE; part = matcher->query.nodes[part].next)
        if (!emit(matcher, part, negated, in_title, either))
            return 0;
    if (bracketed)
        matcher->program.at[bracket] += (uint32_t)(matcher->program.count - bracket - 1);
    return 1;
}

/* Whether the program holds for an article of no words: then the query, or one side of an OR, only excludes. */
static int holds_of_nothing(const uint32_t *from, size_t size, int all)
{
    for (const uint32_t *end = from + size; from < end; from++) {
        unsigned op = OP(*from);
        int holds = op == LACKS || op == FAILS;
        if (op >= SOME) {
            holds = holds_of_nothing(from + 1, ARGUMENT(*from), op == ALL);
            from += ARGUMENT(*from);
        }
        if (holds != all)
            return holds;
    }
    return all;
}

/* --- filing ------------------------------------------------------------------------------------------------------ */

#define NEVER 1e18

static double cost_of_word(const struct matcher *matcher, uint32_t reference)
{
    /* Between equals the longer word is the rarer. */
    return matcher->plain.entries[reference].seen + 1.0 / (matcher->plain.at[reference >> 1].length + 1.0);
}

/* The part of a phrase or NEAR that the fewest articles hold. */
static uint32_t rarest_part(const struct matcher *matcher, const struct term *term)
{
    uint32_t best = 0;
    for (uint32_t at = 1; at < parts_of(term); at++)
        if (cost_of_word(matcher, part_of(term, at) * 2) < cost_of_word(matcher, part_of(term, best) * 2))
            best = at;
    return best;
}

/* How many postings are walked in vain for each article, when a condition is the anchor. */
static double cost(const struct matcher *matcher, const uint32_t *at)
{
    uint32_t reference = ARGUMENT(*at);
    if (OP(*at) == HAS)
        return cost_of_word(matcher, reference);
    if (OP(*at) == HOLDS) {
        const struct term *term = &matcher->derived.at[reference >> 1];
        double word = cost_of_word(matcher, part_of(term, rarest_part(matcher, term)) * 2);
        /* It is looked for once for all that use it. */
        return matcher->derived.entries[reference].seen + word / term->uses;
    }
    if (OP(*at) != SOME && OP(*at) != ALL)
        return NEVER;
    const uint32_t *end = at + 1 + ARGUMENT(*at);
    int some = OP(*at) == SOME;
    double sum = some ? 0 : NEVER;
    for (const uint32_t *part = at + 1; part < end; part += OP(*part) >= SOME ? 1 + ARGUMENT(*part) : 1) {
        double one = cost(matcher, part);
        sum = some ? sum + one : one < sum ? one : sum;
    }
    return sum < NEVER ? sum : NEVER;
}

/* What is checked first: cheap conditions that mostly fail. Phrases and NEAR come late. */
static double rank(const struct matcher *matcher, const uint32_t *at)
{
    static const double ranks[] = {0, 2e9, 3e9, 5e9, 1e9, 1e9, 0, 0};
    double late = ranks[OP(*at)];
    if (OP(*at) == HAS)
        return cost_of_word(matcher, ARGUMENT(*at));
    if (OP(*at) == SOME)
        for (uint32_t part = 1; part <= ARGUMENT(*at); part++)
            if (OP(at[part]) != HAS)
                late = 4e9;
    return late;
}

struct span {
    uint32_t at, size;
    double rank;
};

/* The least room of a list of this size, up to a quarter more: every size up to the room has the same, so that it need
 * not be noted. */
static uint32_t room_of(uint32_t size)
{
    uint32_t step = 2;
    while (step * 8 < size)
        step *= 2;
    return (size + step - 1) / step * step;
}

static int add_posting(struct entry *entry, uint32_t head, const uint32_t *rest, size_t size)
{
    size_t wanted = entry->size + size + 1;
    if (wanted > UINT32_MAX / 2)
        return 0;
    if (!entry->size || wanted > room_of(entry->size)) {
        uint32_t *grown = realloc(entry->postings, room_of((uint32_t)wanted) * sizeof *grown);
        if (!grown)
            return 0;
        entry->postings = grown;
    }
    uint32_t *to = entry->postings + entry->size;
    to[0] = head | (head & WHOLE << 24 ? 0 : (uint32_t)size << 24);
    if (size)
        memcpy(to + 1, rest, size * sizeof *rest);
    entry->size = (uint32_t)wanted;
    return 1;
}

static uint32_t *next_posting(uint32_t *posting)
{
    uint32_t length = LENGTH(*posting);
    return posting + 1 + (length == WHOLE ? 0 : length);
}

/* Takes the postings of a query (or phrase) out of one list. */
static void remove_postings(struct entry *entry, uint32_t head)
{
    if (!entry->size)
        return;
    uint32_t *to = entry->postings, *end = entry->postings + entry->size;
    for (uint32_t *posting = entry->postings, *next; posting < end; posting = next) {
        next = next_posting(posting);
        if ((*posting & (DERIVED | MAX_NUMBER)) == head)
            continue;
        if (to != posting)
            memmove(to, posting, (size_t)(next - posting) * sizeof *to);
        to += next - posting;
    }
    entry->size = (uint32_t)(to - entry->postings);
    if (!entry->size) {
        free(entry->postings);
        entry->postings = NULL;
    }
}

/* Files a phrase or NEAR to be looked for wherever its rarest part stands. */
static int file_derived(struct matcher *matcher, uint32_t number)
{
    struct term *term = &matcher->derived.at[number];
    if (term->filed != KT_NONE)
        return 1;
    uint32_t rarest = rarest_part(matcher, term), conditions[4], count = 0;
    if (term->kind == KT_NEAR)
        conditions[count++] = CODE(HAS, part_of(term, 1 - rarest) * 2);
    else
        for (uint32_t at = 0; at + 1 < parts_of(term) && count < 4; at++)
            conditions[count++] = CODE(BESIDE, pair_of(part_of(term, at), part_of(term, at + 1)));
    uint32_t anchor = part_of(term, rarest) * 2;
    if (!add_posting(&matcher->plain.entries[anchor], DERIVED | number, conditions, count))
        return 0;
    term->filed = anchor;
    matcher->looks[number].rarest = (uint8_t)(rarest < 4 ? rarest : 0);
    return 1;
}

static void unfile_derived(struct matcher *matcher, uint32_t number)
{
    struct term *term = &matcher->derived.at[number];
    const struct entry *entries = matcher->derived.entries + 2 * (size_t)number;
    if (term->filed == KT_NONE || entries[0].size || entries[1].size)
        return;
    remove_postings(&matcher->plain.entries[term->filed], DERIVED | number);
    term->filed = KT_NONE;
}

static int file_under(struct matcher *matcher, uint32_t query, uint32_t code, const uint32_t *rest, size_t size)
{
    uint32_t reference = ARGUMENT(code), head = query;
    struct terms *terms = OP(code) == HAS ? &matcher->plain : &matcher->derived;
    if (size > MAX_INLINE || (matcher->copied += (uint32_t)size) > MAX_COPIED) {
        head |= WHOLE << 24;
        size = 0;
    }
    if (!push(&matcher->anchors, code) || !add_posting(&terms->entries[reference], head, rest, size))
        return 0;
    return OP(code) == HAS || file_derived(matcher, reference >> 1);
}

/* Where `rest` and all conditions but one go, in the order in which they are best checked. NULL without memory. */
static uint32_t *join_rest(const struct matcher *matcher, const uint32_t *conditions, size_t size,
                           const uint32_t *without, const uint32_t *rest, size_t rest_size, size_t *joined_size)
{
    uint32_t *joined = malloc((size + rest_size + 1) * sizeof *joined);
    struct span spans[MAX_INLINE];
    size_t count = 0, used = 0;
    *joined_size = 0;
    if (!joined)
        return NULL;
    for (int own = 0; own < 2; own++) {
        size_t length = own ? size : rest_size;
        const uint32_t *at = own ? conditions : rest, *end = length ? at + length : at, *next; /* nothing may be at NULL */
        for (; at < end; at = next) {
            next = at + (OP(*at) >= SOME ? 1 + ARGUMENT(*at) : 1);
            if (at == without)
                continue;
            memcpy(joined + used, at, (size_t)(next - at) * sizeof *joined);
            if (count < MAX_INLINE)
                spans[count] = (struct span){(uint32_t)used, (uint32_t)(next - at), rank(matcher, at)};
            count++;
            used += (size_t)(next - at);
        }
    }
    *joined_size = used;
    if (count < 2 || used > MAX_INLINE)
        return joined; /* nothing to order, or too long to stand inline */
    for (size_t at = 1; at < count; at++) {
        struct span span = spans[at];
        size_t to = at;
        for (; to && spans[to - 1].rank > span.rank; to--)
            spans[to] = spans[to - 1];
        spans[to] = span;
    }
    uint32_t ordered[MAX_INLINE];
    size_t to = 0;
    for (size_t at = 0; at < count; at++) {
        memcpy(ordered + to, joined + spans[at].at, spans[at].size * sizeof *ordered);
        to += spans[at].size;
    }
    memcpy(joined, ordered, used * sizeof *joined);
    return joined;
}

/* Files a conjunction, to which `rest` belongs too, under its cheapest condition. */
static int file_all(struct matcher *matcher, uint32_t query, const uint32_t *conditions, size_t size,
                    const uint32_t *rest, size_t rest_size)
{
    const uint32_t *best = NULL, *end = conditions + size;
    double least = NEVER;
    for (const uint32_t *at = conditions; at < end; at += OP(*at) >= SOME ? 1 + ARGUMENT(*at) : 1) {
        double one = cost(matcher, at);
        if (one < least)
            least = one, best = at;
    }
    if (!best)
        return 0; /* only exclusions: `holds_of_nothing` has refused them */
    size_t joined_size;
    uint32_t *joined = NULL;
    if (matcher->copied <= MAX_COPIED && rest_size <= MAX_INLINE)
        joined = join_rest(matcher, conditions, size, best, rest, rest_size, &joined_size);
    else
        joined = malloc(sizeof *joined), joined_size = MAX_INLINE + 1; /* it will not stand inline */
    int filed = joined != NULL;
    if (filed && joined_size > MAX_INLINE)
        joined_size = MAX_INLINE + 1;
    if (filed && OP(*best) != SOME)
        filed = file_under(matcher, query, *best, joined, joined_size);
    else
        for (const uint32_t *part = best + 1, *next; filed && part < best + 1 + ARGUMENT(*best); part = next) {
            next = part + (OP(*part) == ALL ? 1 + ARGUMENT(*part) : 1);
            filed = OP(*part) == ALL
                        ? file_all(matcher, query, part + 1, ARGUMENT(*part), joined, joined_size)
                        : file_under(matcher, query, *part, joined, joined_size);
        }
    free(joined);
    return filed;
}

static void unfile(struct matcher *matcher, uint32_t number, const uint32_t *anchors, size_t count)
{
    for (size_t at = 0; at < count; at++) {
        uint32_t reference = ARGUMENT(anchors[at]);
        if (OP(anchors[at]) == HAS) {
            remove_postings(&matcher->plain.entries[reference], number);
        } else {
            remove_postings(&matcher->derived.entries[reference], number);
            unfile_derived(matcher, reference >> 1);
        }
    }
}

/* Files a query, and notes its anchors behind its program. When there is no memory, it is filed nowhere. */
static int file_query(struct matcher *matcher, uint32_t number)
{
    struct query *query = &matcher->queries[number];
    matcher->anchors.count = 0;
    matcher->copied = 0;
    query->anchors = 0;
    if (file_all(matcher, number, query->program, query->size, NULL, 0)) {
        size_t size = query->size + matcher->anchors.count;
        uint32_t *grown = realloc(query->program, size * sizeof *grown);
        if (grown) {
            memcpy(grown + query->size, matcher->anchors.at, matcher->anchors.count * sizeof *grown);
            query->program = grown;
            query->anchors = (uint32_t)matcher->anchors.count;
            return 1;
        }
    }
    unfile(matcher, number, matcher->anchors.at, matcher->anchors.count);
    return 0;
}

/* --- queries come and go ----------------------------------------------------------------------------------------- */

KT_API struct matcher *kt_matcher_new(void)
{
    struct matcher *matcher = calloc(1, sizeof *matcher);
    if (matcher) {
        matcher->plain.free = matcher->derived.free = matcher->free_query = KT_NONE;
        matcher->numbers_rise = 1;
        matcher->recount_at = 64;
    }
    return matcher;
}

static void free_terms(struct terms *terms)
{
    for (size_t at = 0; at < terms->count; at++)
        free(terms->at[at].data);
    for (size_t at = 0; at < 2 * terms->count; at++)
        free(terms->entries[at].postings);
    free(terms->at);
    free(terms->entries);
}

KT_API void kt_matcher_free(struct matcher *matcher)
{
    if (!matcher)
        return;
    free_terms(&matcher->plain);
    free_terms(&matcher->derived);
    for (size_t at = 0; at < matcher->query_count; at++)
        free(matcher->queries[at].program);
    for (int kind = 0; kind < 4; kind++)
        free(matcher->tables[kind].slots);
    struct numbers *numbers[] = {&matcher->present, &matcher->derived_present, &matcher->candidates, &matcher->found,
                                 &matcher->left,    &matcher->right,           &matcher->program,    &matcher->anchors};
    for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++)
        free(numbers[at]->at);
    free(matcher->places);
    free(matcher->looks);
    free(matcher->beside);
    free(matcher->lengths);
    free(matcher->queries);
    free(matcher->tokens);
    free(matcher->following);
    free(matcher->there);
    kt_text_free(&matcher->text);
    kt_query_free(&matcher->query);
    free(matcher);
}

static int enter(struct matcher *matcher)
{
    return !__atomic_exchange_n(&matcher->busy, 1, __ATOMIC_ACQUIRE);
}

static void leave(struct matcher *matcher)
{
    __atomic_store_n(&matcher->busy, 0, __ATOMIC_RELEASE);
}

static uint32_t free_number(struct matcher *matcher)
{
    uint32_t number = matcher->free_query;
    if (number != KT_NONE) {
        matcher->free_query = matcher->queries[number].order;
        matcher->numbers_rise = 0;
        return number;
    }
    if (matcher->query_count >= MAX_NUMBER ||
        !kt_grow(&matcher->queries, &matcher->query_room, matcher->query_count + 1, sizeof *matcher->queries))
        return KT_NONE;
    return (uint32_t)matcher->query_count++;
}

static void forget_number(struct matcher *matcher, uint32_t number)
{
    matcher->queries[number] = (struct query){.order = matcher->free_query};
    matcher->free_query = number;
}

static int64_t add_program(struct matcher *matcher)
{
    struct numbers *program = &matcher->program;
    uint32_t number = matcher->next_order == UINT32_MAX ? KT_NONE : free_number(matcher);
    if (number == KT_NONE)
        return KT_MEMORY;
    struct query *query = &matcher->queries[number];
    *query = (struct query){.program = malloc(program->count * sizeof *program->at)};
    if (query->program) {
        memcpy(query->program, program->at, program->count * sizeof *program->at);
        query->size = (uint32_t)program->count;
        query->order = matcher->next_order;
        if (file_query(matcher, number)) {
            matcher->next_order++;
            return number;
        }
        free(query->program);
    }
    forget_number(matcher, number);
    return KT_MEMORY;
}

/* Adds a query. Returns its number, which a removed one may have had before; or a negative KT_ answer. */
KT_API int64_t kt_matcher_add(struct matcher *matcher, const unsigned char *utf8, size_t size, int rendered)
{
    if (!enter(matcher))
        return KT_BUSY;
    int64_t answer = kt_query_read(&matcher->query, utf8, size, rendered);
    if (answer == KT_OK) {
        matcher->program.count = 0;
        int emitted = emit(matcher, matcher->query.root, 0, 0, 0);
        if (!emitted)
            answer = KT_MEMORY;
        else if (holds_of_nothing(matcher->program.at, matcher->program.count, 1))
            answer = KT_REFUSED;
        else
            answer = add_program(matcher);
        if (answer < 0)
            release_program(matcher, matcher->program.at, matcher->program.count);
    }
    leave(matcher);
    return answer;
}

KT_API int kt_matcher_remove(struct matcher *matcher, uint32_t number)
{
    if (!enter(matcher))
        return KT_BUSY;
    int answer = KT_REFUSED;
    if (number < matcher->query_count && matcher->queries[number].program) {
        struct query *query = &matcher->queries[number];
        unfile(matcher, number, query->program + query->size, query->anchors);
        release_program(matcher, query->program, query->size);
        free(query->program);
        forget_number(matcher, number);
        answer = KT_OK;
    }
    leave(matcher);
    return answer;
}

/* --- phrases and NEAR -------------------------------------------------------------------------------------------- */

/* Whether a phrase stands between two places. Linear whatever is repeated (Knuth, Morris and Pratt 1977). */
static int stands_between(const struct matcher *matcher, const struct term *phrase, size_t from, size_t end,
                          uint32_t *borders)
{
    uint32_t words = parts_of(phrase), length = 0;
    borders[0] = 0;
    for (uint32_t at = 1; at < words; at++) {
        while (length && part_of(phrase, at) != part_of(phrase, length))
            length = borders[length - 1];
        length += part_of(phrase, at) == part_of(phrase, length);
        borders[at] = length;
    }
    for (length = 0; from < end; from++) {
        while (length && matcher->tokens[from] != part_of(phrase, length))
            length = borders[length - 1];
        length += matcher->tokens[from] == part_of(phrase, length);
        if (length == words)
            return 1;
    }
    return 0;
}

/* Phrases of more than four words, and these few are, so that nobody can make them dear. */
static int look_for_long_phrase(struct matcher *matcher, const struct term *phrase)
{
    for (uint32_t at = 0; at < parts_of(phrase); at++)
        if (!bit(matcher->there, part_of(phrase, at) * 2) ||
            (at && !bit(matcher->pairs, pair_of(part_of(phrase, at - 1), part_of(phrase, at)))))
            return 0;
    uint32_t *borders = malloc(parts_of(phrase) * sizeof *borders);
    int found = 0;
    if (!borders)
        matcher->failed = 1;
    else if (stands_between(matcher, phrase, 0, matcher->title_count, borders))
        found = 3;
    else if (stands_between(matcher, phrase, matcher->title_count, matcher->text.count, borders))
        found = 1;
    free(borders);
    return found;
}

static int look_for_phrase(struct matcher *matcher, const struct look *look)
{
    uint32_t words = look->words, rarest = look->rarest;
    for (uint32_t at = 0; at < words; at++)
        if (!bit(matcher->there, look->parts[at] * 2) ||
            (at && !bit(matcher->pairs, pair_of(look->parts[at - 1], look->parts[at]))))
            return 0;
    uint32_t place = matcher->places[look->parts[rarest]].first;
    for (; place != KT_NONE; place = matcher->following[place]) {
        if (place < rarest)
            continue;
        size_t start = place - rarest, end = start < matcher->title_count ? matcher->title_count : matcher->text.count;
        uint32_t at = 0;
        while (at < words && start + at < end && matcher->tokens[start + at] == look->parts[at])
            at++;
        if (at == words)
            return start < matcher->title_count ? 3 : 1;
    }
    return 0;
}

/* Where a word, or words with a prefix, stand, rising. */
static int find_places(struct matcher *matcher, uint32_t number, struct numbers *places)
{
    const struct term *term = &matcher->plain.at[number];
    const struct kt_text *text = &matcher->text;
    int fine = 1;
    places->count = 0;
    if (term->kind == KT_WORD) {
        for (uint32_t at = matcher->places[number].first; fine && at != KT_NONE; at = matcher->following[at])
            fine = push(places, at);
        return fine;
    }
    for (uint32_t at = 0; fine && at < text->count; at++)
        if (text->words[at].length >= term->length &&
            !memcmp(text->folded + text->words[at].at, term->data, term->length))
            fine = push(places, at);
    return fine;
}

static size_t count_below(const struct numbers *places, size_t limit)
{
    size_t below = 0;
    while (below < places->count && places->at[below] < limit)
        below++;
    return below;
}

/* Whether two different places are at most `reach` apart. */
static int are_near(const uint32_t *left, size_t lefts, const uint32_t *right, size_t rights, uint64_t reach)
{
    for (size_t at = 0, low = 0; at < lefts; at++) {
        while (low < rights && right[low] + reach < left[at])
            low++;
        size_t other = low < rights && right[low] == left[at] ? low + 1 : low;
        if (other < rights && right[other] <= left[at] + reach)
            return 1;
    }
    return 0;
}

/* The same for two words, along the links between their places; in the body 1, in the title 3. */
static int are_words_near(const struct matcher *matcher, uint32_t left, uint32_t right, uint64_t reach)
{
    const uint32_t *following = matcher->following;
    uint32_t low = matcher->places[right].first;
    int found = 0;
    for (uint32_t place = matcher->places[left].first; place != KT_NONE; place = following[place]) {
        int in_title = place < matcher->title_count;
        while (low != KT_NONE && (low + reach < place || (low < matcher->title_count && !in_title)))
            low = following[low];
        uint32_t other = low == place ? following[low] : low;
        if (other == KT_NONE || other > place + reach || (other < matcher->title_count) != in_title)
            continue;
        if (in_title)
            return 3;
        found = 1;
        break;
    }
    return found;
}

static int look_for_near(struct matcher *matcher, const struct look *look)
{
    uint32_t one = look->parts[0], two = look->parts[1];
    uint64_t reach = (uint64_t)look->parts[2] + 1;
    struct numbers *left = &matcher->left, *right = &matcher->right;
    if (!bit(matcher->there, one * 2) || !bit(matcher->there, two * 2))
        return 0;
    if (matcher->plain.at[one].kind == KT_WORD && matcher->plain.at[two].kind == KT_WORD)
        return are_words_near(matcher, one, two, reach);
    if (!find_places(matcher, one, left) || !find_places(matcher, two, right))
        return matcher->failed = 1, 0;
    size_t lefts = count_below(left, matcher->title_count), rights = count_below(right, matcher->title_count);
    if (are_near(left->at, lefts, right->at, rights, reach))
        return 3;
    return are_near(left->at + lefts, left->count - lefts, right->at + rights, right->count - rights, reach);
}

/* Whether the reference to a phrase or NEAR holds. It is looked for once in an article; what is filed under it is then
 * walked through in its turn. */
static int holds_derived(struct matcher *matcher, uint32_t reference)
{
    uint32_t number = reference >> 1;
    struct look *look = &matcher->looks[number];
    if (look->article != matcher->now) {
        const struct term *term = &matcher->derived.at[number];
        look->article = matcher->now;
        look->found = (uint8_t)(look->words                ? look_for_phrase(matcher, look)
                                : term->kind == KT_PHRASE ? look_for_long_phrase(matcher, term)
                                                          : look_for_near(matcher, look));
        __builtin_prefetch(&matcher->derived.entries[number * 2]);
        for (uint32_t scope = 0; scope < 2; scope++)
            if (look->found >> scope & 1 && !push(&matcher->derived_present, number * 2 + scope))
                matcher->failed = 1;
    }
    return look->found >> (reference & 1) & 1;
}

static int may_hold(const struct matcher *matcher, uint32_t reference)
{
    uint16_t pair = matcher->beside[reference >> 1];
    return pair == NO_PAIR || bit(matcher->pairs, pair);
}

/* --- matching ---------------------------------------------------------------------------------------------------- */

static int holds(struct matcher *matcher, const uint32_t *from, size_t size, int all)
{
    for (const uint32_t *end = from + size; from < end; from++) {
        int holds_here = 0;
        uint32_t argument = ARGUMENT(*from);
        switch (OP(*from)) {
        case HAS:
            holds_here = bit(matcher->there, argument);
            break;
        case LACKS:
            holds_here = !bit(matcher->there, argument);
            break;
        case BESIDE:
            holds_here = bit(matcher->pairs, argument);
            break;
        case HOLDS:
            holds_here = may_hold(matcher, argument) && holds_derived(matcher, argument);
            break;
        case FAILS:
            holds_here = !may_hold(matcher, argument) || !holds_derived(matcher, argument);
            break;
        default:
            holds_here = holds(matcher, from + 1, argument, OP(*from) == ALL);
            from += argument;
        }
        if (holds_here != all)
            return holds_here;
    }
    return all;
}

/* A word or prefix stands in the article. */
static inline int note_term(struct matcher *matcher, uint32_t number, int in_title)
{
    for (uint32_t scope = 0; scope <= (uint32_t)in_title; scope++) {
        if (bit(matcher->there, number * 2 + scope))
            continue;
        if (!push(&matcher->present, number * 2 + scope))
            return 0;
        set_bit(matcher->there, number * 2 + scope);
    }
    return 1;
}

static inline int note_prefixes(struct matcher *matcher, const struct kt_word *word, int in_title)
{
    const unsigned char *bytes = matcher->text.folded + word->at;
    uint64_t state = kt_seed;
    uint32_t done = 0;
    for (size_t at = 0; at < matcher->length_count && matcher->lengths[at].bytes <= word->length; at++) {
        uint32_t length = matcher->lengths[at].bytes;
        for (; length - done > 8; done += 8)
            state = kt_mix(state, kt_load(bytes + done));
        uint64_t key = kt_mix(state, kt_head(kt_load(bytes + done), length - done));
        if (!bit(matcher->filter, key % FILTER))
            continue;
        uint32_t number = find_term(matcher, KT_PREFIX, key, bytes, length);
        if (number != KT_NONE && !note_term(matcher, number, in_title))
            return 0;
    }
    return 1;
}

/* Notes all words and prefixes of the article, links the places of each word, and notes which stand side by side. */
static int note_words(struct matcher *matcher)
{
    const struct kt_text *text = &matcher->text;
    const struct table *table = &matcher->tables[KT_WORD];
    if (!kt_grow(&matcher->tokens, &matcher->tokens_room, text->count, sizeof *matcher->tokens) ||
        !kt_grow(&matcher->following, &matcher->following_room, text->count, sizeof *matcher->following))
        return 0;
    uint32_t before = KT_NONE;
    for (uint32_t place = 0; place < text->count; place++) {
        const struct kt_word *word = &text->words[place];
        int in_title = place < matcher->title_count;
        if (table->used && place + 12 < text->count)
            __builtin_prefetch(&table->slots[text->words[place + 12].key & table->mask]);
        uint32_t number = find_term(matcher, KT_WORD, word->key, text->folded + word->at, word->length);
        matcher->tokens[place] = number;
        int again = number != KT_NONE && bit(matcher->there, number * 2 + (uint32_t)in_title);
        if (!again && matcher->length_count && !note_prefixes(matcher, word, in_title))
            return 0;
        if (number != KT_NONE) {
            struct places *places = &matcher->places[number];
            matcher->following[place] = KT_NONE;
            if (bit(matcher->there, number * 2))
                matcher->following[places->last] = place;
            else
                places->first = place;
            places->last = place;
            if (before != KT_NONE)
                set_bit(matcher->pairs, pair_of(before, number));
            if (!again && !note_term(matcher, number, in_title))
                return 0;
        }
        before = number;
    }
    return 1;
}

static int walk_through(struct matcher *matcher, const struct entry *entry)
{
    const uint32_t *at = entry->postings, *end = at + entry->size;
    while (at < end) {
        uint32_t posting = *at++, length = LENGTH(posting), number = NUMBER(posting);
        const uint32_t *conditions = at;
        if (length == WHOLE) {
            conditions = matcher->queries[number].program;
            length = matcher->queries[number].size;
        } else {
            at += length;
        }
        if (length && OP(*conditions) == HAS && !bit(matcher->there, ARGUMENT(*conditions)))
            continue;
        if (!holds(matcher, conditions, length, 1))
            continue;
        if (posting & DERIVED)
            __builtin_prefetch(&matcher->looks[number]);
        if (!push(posting & DERIVED ? &matcher->candidates : &matcher->found, number))
            return 0;
    }
    return 1;
}

static int walk_through_all(struct matcher *matcher)
{
    struct numbers *present = &matcher->present, *derived = &matcher->derived_present;
    struct entry *entries = matcher->plain.entries;
    for (size_t at = 0; at < present->count; at++) {
        /* Ask for memory early: the entries of those to come, and what is filed under those who come soon. */
        if (at + 16 < present->count)
            __builtin_prefetch(&entries[present->at[at + 16]]);
        if (at + 8 < present->count)
            __builtin_prefetch(entries[present->at[at + 8]].postings);
        struct entry *entry = &entries[present->at[at]];
        entry->seen++;
        if (entry->size && !walk_through(matcher, entry))
            return 0;
    }
    /* Only now, when what they need had time to come. */
    for (size_t at = 0; at < matcher->candidates.count; at++)
        holds_derived(matcher, matcher->candidates.at[at] * 2);
    for (size_t at = 0; at < derived->count; at++) {
        if (at + 4 < derived->count)
            __builtin_prefetch(matcher->derived.entries[derived->at[at + 4]].postings);
        struct entry *entry = &matcher->derived.entries[derived->at[at]];
        entry->seen++;
        if (entry->size && !walk_through(matcher, entry))
            return 0;
    }
    return !matcher->failed;
}

/* Anchors are chosen anew: after 64, 512, 4,096 and then every 32,768 articles, counts halved so that they follow the
 * times. Returns 0 without memory; a query may then be filed nowhere until the next time. */
static int recount(struct matcher *matcher)
{
    int fine = 1;
    matcher->recount_at += matcher->recount_at < 32768 ? matcher->recount_at * 7 : 32768;
    struct terms *all[] = {&matcher->plain, &matcher->derived};
    for (size_t sort = 0; sort < 2; sort++)
        for (size_t at = 0; at < 2 * all[sort]->count; at++) {
            struct entry *entry = &all[sort]->entries[at];
            free(entry->postings);
            *entry = (struct entry){NULL, 0, matcher->articles > 4096 ? entry->seen / 2 : entry->seen};
        }
    for (size_t at = 0; at < matcher->derived.count; at++)
        if (matcher->derived.at[at].uses) /* through the others goes the chain of the free ones */
            matcher->derived.at[at].filed = KT_NONE;
    for (size_t at = 0; at < matcher->query_count; at++)
        if (matcher->queries[at].program && !file_query(matcher, (uint32_t)at))
            fine = 0;
    return fine;
}

static void next_article(struct matcher *matcher)
{
    for (size_t at = 0; at < matcher->present.count; at++)
        matcher->there[matcher->present.at[at] / 64] = 0;
    memset(matcher->pairs, 0, sizeof matcher->pairs);
    matcher->present.count = matcher->derived_present.count = 0;
    matcher->candidates.count = matcher->found.count = 0;
    matcher->failed = 0;
    matcher->articles++;
    if (++matcher->now)
        return;
    /* After four billion articles the numbers begin anew. */
    for (size_t at = 0; at < matcher->derived.count; at++)
        matcher->looks[at].article = 0;
    matcher->now = 1;
}

static int comes_before(const struct matcher *matcher, uint32_t left, uint32_t right)
{
    if (matcher->numbers_rise)
        return left < right;
    return matcher->queries[left].order < matcher->queries[right].order;
}

/* What was found, each once, in the order in which the queries were added (Shell's sort: they are few). */
static size_t put_in_order(struct matcher *matcher, uint32_t *numbers, size_t count)
{
    static const size_t gaps[] = {9136, 4023, 1750, 701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t step = 0; step < sizeof gaps / sizeof *gaps; step++)
        for (size_t gap = gaps[step], at = gap; at < count; at++) {
            uint32_t number = numbers[at];
            size_t to = at;
            for (; to >= gap && comes_before(matcher, number, numbers[to - gap]); to -= gap)
                numbers[to] = numbers[to - gap];
            numbers[to] = number;
        }
    size_t kept = 0;
    for (size_t at = 0; at < count; at++)
        if (!kept || numbers[at] != numbers[kept - 1])
            numbers[kept++] = numbers[at];
    return kept;
}

static int64_t match(struct matcher *matcher, const unsigned char *title, size_t title_size, const unsigned char *body,
                     size_t body_size, uint32_t *out, size_t room)
{
    kt_text_clear(&matcher->text);
    int in_title = kt_text_read(&matcher->text, title, title_size, 0);
    matcher->title_count = matcher->text.count;
    int in_body = kt_text_read(&matcher->text, body, body_size, 0);
    if (in_title != KT_OK || in_body != KT_OK)
        return in_title < in_body ? in_title : in_body;
    next_article(matcher);
    if (!note_words(matcher) || !walk_through_all(matcher))
        return KT_MEMORY;
    size_t count = put_in_order(matcher, matcher->found.at, matcher->found.count);
    if (count > room)
        return KT_REFUSED;
    if (count)
        memcpy(out, matcher->found.at, count * sizeof *out);
    if (matcher->articles >= matcher->recount_at && !recount(matcher))
        return KT_MEMORY;
    return (int64_t)count;
}

/* Writes the numbers of the queries that match, in the order in which they were added, to `out`, which has room for
 * all queries; returns how many. KT_UNKNOWN: see `kt_matcher_unknown`. After KT_MEMORY the matcher is worth nothing. */
KT_API int64_t kt_matcher_match(struct matcher *matcher, const unsigned char *title, size_t title_size,
                                const unsigned char *body, size_t body_size, uint32_t *out, size_t room)
{
    if (!enter(matcher))
        return KT_BUSY;
    int64_t answer = match(matcher, title, title_size, body, body_size, out, room);
    leave(matcher);
    return answer;
}

/* The code points that the last KT_UNKNOWN was about, of a query or of an article; until the next call. */
KT_API const uint32_t *kt_matcher_unknown(const struct matcher *matcher, int of_query, size_t *count)
{
    const struct kt_text *text = of_query ? &matcher->query.text : &matcher->text;
    *count = text->unknown_count;
    return text->unknown;
}

static size_t size_of_terms(const struct terms *terms)
{
    size_t size = terms->room * sizeof *terms->at + terms->entry_room * sizeof *terms->entries;
    for (size_t at = 0; at < terms->count; at++)
        size += terms->at[at].length + 8;
    for (size_t at = 0; at < 2 * terms->count; at++)
        size += room_of(terms->entries[at].size) * sizeof(uint32_t);
    return size;
}

/* How many bytes the matcher takes, without what the C library adds to each piece. */
KT_API size_t kt_matcher_size(const struct matcher *matcher)
{
    size_t size = sizeof *matcher + size_of_terms(&matcher->plain) + size_of_terms(&matcher->derived) +
                  matcher->places_room * sizeof *matcher->places + matcher->looks_room * sizeof *matcher->looks +
                  matcher->beside_room * sizeof *matcher->beside +
                  matcher->there_room * sizeof *matcher->there + matcher->query_room * sizeof *matcher->queries;
    for (size_t at = 0; at < matcher->query_count; at++)
        size += (matcher->queries[at].size + matcher->queries[at].anchors) * sizeof(uint32_t);
    for (int kind = 0; kind < 4; kind++)
        size += matcher->tables[kind].slots ? (matcher->tables[kind].mask + 1) * sizeof(struct slot) : 0;
    return size;
}
