/* Random work for the kernel, under the sanitizers: see bench/fuzz_kernel.py.
 *
 *     fuzz SECONDS SEED
 *     fuzz [libFuzzer's options]        built with -DKT_GUIDED: libFuzzer's bytes stand for chance
 *
 * Every round is named by its seed, printed before it fails, and can be repeated alone. Queries, originals and texts are
 * put together from pieces that mean something (operators, brackets, affixes, marks, surrogates) and from plain noise,
 * broken UTF-8 too, although Python never sends it. In every fourth round memory runs out now and then.
 */
#include "../../src/kentongan/engine/extract/page.h"
#include "../../src/kentongan/engine/text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct matcher;
struct index;
struct matcher *kt_matcher_new(void);
void kt_matcher_free(struct matcher *);
int64_t kt_matcher_add(struct matcher *, const unsigned char *, size_t, int);
int kt_matcher_remove(struct matcher *, uint32_t);
int64_t kt_matcher_match(struct matcher *, const unsigned char *, size_t, const unsigned char *, size_t, uint32_t *, size_t);
const uint32_t *kt_matcher_unknown(const struct matcher *, int, size_t *);
size_t kt_matcher_size(const struct matcher *);
struct index *kt_reuse_new(double);
void kt_reuse_free(struct index *);
int64_t kt_reuse_add(struct index *, const unsigned char *, size_t);
int kt_reuse_remove(struct index *, uint32_t);
int64_t kt_reuse_find(struct index *, const unsigned char *, size_t, const uint32_t **, const uint32_t **);
const uint32_t *kt_reuse_unknown(const struct index *, size_t *);
struct kt_text *kt_text_new(void);
void kt_text_delete(struct kt_text *);
int64_t kt_text_words(struct kt_text *, const unsigned char *, size_t, const unsigned char **, size_t *, const uint32_t **);
const uint32_t *kt_text_unknown(const struct kt_text *, size_t *);
struct vectors;
struct numbers;
struct vectors *kt_vectors_new(uint32_t, uint32_t, uint32_t, uint64_t);
void kt_vectors_free(struct vectors *);
int64_t kt_vectors_add(struct vectors *, const int32_t *, const int32_t *, size_t);
int64_t kt_vectors_drop(struct vectors *, int64_t, const uint32_t **);
int64_t kt_vectors_alike(struct vectors *, const int32_t *, const int32_t *, size_t, uint64_t, const uint32_t **);
int64_t kt_vectors_sums(struct vectors *, const int32_t *, const int32_t *, size_t, const int64_t *, const int64_t *, size_t,
                        int64_t *);
int64_t kt_vectors_pairs(struct vectors *, const int64_t *, size_t, const int64_t *, size_t);
int64_t kt_vectors_compact(struct vectors *, const int32_t *, size_t, const uint32_t **);
struct numbers *kt_numbers_new(size_t);
void kt_numbers_free(struct numbers *);
int64_t kt_numbers_read(struct numbers *, const unsigned char *, size_t, const unsigned char *, size_t, const uint32_t **);
int64_t kt_numbers_count(struct numbers *, size_t, const int32_t *, const int32_t **, const int32_t **, size_t *);
int64_t kt_numbers_word(const struct numbers *, size_t, const unsigned char **);
int64_t kt_numbers_learn(struct numbers *, size_t, int32_t);
int64_t kt_numbers_clear(struct numbers *);
const uint32_t *kt_numbers_unknown(const struct numbers *, size_t *);
struct kt_field {
    const int8_t *parts, *counts;
    uint32_t features, bits;
    const int8_t *table;
    const float *transitions, *start;
    float step;
};
int64_t kt_field_labels(const struct kt_field *, const uint64_t *, uint32_t, const uint32_t *, uint64_t,
                        const uint32_t *, uint64_t, uint8_t *);
struct kt_table {
    const float *weights;
    uint32_t bits, classes;
};
int64_t kt_ngram_sums(const struct kt_table *, const uint32_t *, uint64_t, const uint32_t *, uint32_t, uint64_t, double *);
int kt_learn(uint32_t, const unsigned char *, uint32_t);
void kt_start(uint64_t);

/* --- chance ------------------------------------------------------------------------------------------------------- */

static uint64_t state;
static const unsigned char *bytes; /* chance given from outside; when it is used up, all is 0, and every loop ends */
static size_t bytes_left;

static uint32_t below(uint32_t limit)
{
    if (bytes) {
        uint32_t value = 0;
        for (uint32_t most = limit - 1; most && bytes_left; most >>= 8, bytes_left--)
            value = value << 8 | *bytes++;
        return value % limit;
    }
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 16) % limit);
}

/* --- memory that runs out ------------------------------------------------------------------------------------------ */

static uint32_t failing; /* one call in so many; 0: none */

void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);

void *__wrap_malloc(size_t size)
{
    return failing && !below(failing) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return failing && !below(failing) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return failing && !below(failing) ? NULL : __real_realloc(old, size);
}

/* A copy with nothing behind it, so that a byte read too far is seen. It never fails. */
static unsigned char *tight(const unsigned char *from, size_t size)
{
    unsigned char *copy = __real_malloc(size + !size);
    if (!copy)
        abort();
    memcpy(copy, from, size);
    return copy;
}

/* --- texts --------------------------------------------------------------------------------------------------------- */

static const char *words[] = {"a",     "ab",  "abc", "suap", "SUAP", "proyek", "pertanggungjawaban", "pertanggungjawabannya",
                              "12345678", "x1", "é",  "½",    "ﬁ",    "漢字",     "Jum’at",             "a\xcc\x81",
                              "\xed\xa0\x80", "\xf0\x9f\x98\x80", "\xff", "\xe2\x82"};
static const char *signs[] = {" ", "  ", ".", ", ", "\n", "-", "_", "’", "“", "\xc2\xa0", "\xef\xbb\xbf", "", "\x1c"};
static const char *operators[] = {" AND ", " OR ", " NOT ", " NEAR/3 ", " NEAR/0 ", " NEAR/99999999999 ", " NEAR ", "(", ")",
                                  "\"",    "title:", "*",   " DAN ",    " ATAU ",   " BUKAN ",            " "};
#define PICK(list) list[below(sizeof list / sizeof *list)]
#define MOST 6000

static size_t append(unsigned char *to, size_t size, const char *piece)
{
    size_t length = strlen(piece);
    if (size + length > MOST)
        return size;
    memcpy(to + size, piece, length);
    return size + length;
}

static size_t make_text(unsigned char *to)
{
    size_t size = 0;
    uint32_t pieces = below(8) ? below(60) : below(1500);
    for (uint32_t at = 0; at < pieces; at++) {
        if (!below(400)) {
            for (uint32_t noise = below(12); noise && size < MOST; noise--)
                to[size++] = (unsigned char)below(256);
            continue;
        }
        size = append(to, size, words[below(below(3) ? 10 : sizeof words / sizeof *words)]);
        size = append(to, size, below(4) ? " " : PICK(signs));
    }
    return size;
}

static size_t make_part(unsigned char *to, size_t size, uint32_t depth)
{
    uint32_t kind = below(depth ? 10 : 6);
    if (kind == 4) {
        size = append(to, size, "\"");
        for (uint32_t at = 1 + below(7); at; at--)
            size = append(to, append(to, size, words[below(9)]), " ");
        return append(to, size, "\"");
    }
    if (kind == 5) {
        size = append(to, append(to, size, words[below(10)]), below(3) ? " NEAR/" : "* NEAR/");
        size = append(to, size, below(2) ? "2 " : "0 ");
        return append(to, append(to, size, words[below(10)]), below(3) ? "" : "*");
    }
    if (kind < 6) {
        size = append(to, size, kind == 3 ? "title:" : "");
        return append(to, append(to, size, words[below(10)]), kind == 2 ? "*" : "");
    }
    size = append(to, size, kind == 9 ? "title:(" : kind == 8 ? "NOT (" : "(");
    for (uint32_t at = 1 + below(4); at; at--)
        size = append(to, make_part(to, size, depth - 1), at == 1 ? "" : kind == 7 ? " OR " : " ");
    return append(to, size, ")");
}

static size_t make_query(unsigned char *to)
{
    size_t size = 0;
    if (below(4)) {
        for (uint32_t at = 1 + below(3); at; at--)
            size = append(to, make_part(to, size, 4), at == 1 ? "" : below(2) ? " OR " : " ");
        return size;
    }
    for (uint32_t at = below(30); at; at--)
        size = append(to, size, below(2) ? PICK(words) : PICK(operators));
    return size;
}

/* --- one round ----------------------------------------------------------------------------------------------------- */

static void teach(const uint32_t *codes, size_t count)
{
    static const char *folded[] = {" ", "", "e", "1 2", "fi", "漢", "a b c d e f g h i j k l m n o p", "абв"};
    for (size_t at = 0; at < count; at++) {
        const char *piece = folded[codes[at] % 8];
        kt_learn(codes[at], (const unsigned char *)piece, (uint32_t)strlen(piece));
    }
}

static void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "wrong: %s\n", what);
    abort();
}

#define ALIVE 64

static void match_round(unsigned char *one, unsigned char *two)
{
    struct matcher *matcher = kt_matcher_new();
    uint32_t alive[ALIVE], count = 0, out[ALIVE];
    size_t unknown;
    for (uint32_t step = below(120); matcher && step; step--) {
        if (count < ALIVE && below(3)) {
            size_t size = make_query(one);
            unsigned char *query = tight(one, size);
            int64_t number;
            for (int tries = 0; (number = kt_matcher_add(matcher, query, size, !below(3))) == KT_UNKNOWN && tries < 99; tries++) {
                const uint32_t *codes = kt_matcher_unknown(matcher, 1, &unknown);
                teach(codes, unknown);
            }
            free(query);
            for (uint32_t at = 0; number >= 0 && at < count; at++)
                must(alive[at] != (uint32_t)number, "a number was given twice");
            if (number >= 0)
                alive[count++] = (uint32_t)number;
        } else if (count && !below(3)) {
            uint32_t at = below(count);
            must(kt_matcher_remove(matcher, alive[at]) == KT_OK, "a query could not be removed");
            must(kt_matcher_remove(matcher, alive[at]) == KT_REFUSED, "a query could be removed twice");
            alive[at] = alive[--count];
        }
        size_t title = make_text(one), body = make_text(two);
        unsigned char *first = tight(one, title), *second = tight(two, body);
        int64_t found;
        for (uint32_t again = below(60) ? 1 : 70; again; again--) {
            while ((found = kt_matcher_match(matcher, first, title, second, body, out, ALIVE)) == KT_UNKNOWN) {
                const uint32_t *codes = kt_matcher_unknown(matcher, 0, &unknown);
                teach(codes, unknown);
                if (failing)
                    break;
            }
            must(found <= (int64_t)count, "more queries match than there are");
            for (int64_t at = 0; at < found; at++) {
                int is_alive = 0;
                for (uint32_t other = 0; other < count; other++)
                    is_alive |= alive[other] == out[at];
                must(is_alive, "a removed query matches");
            }
        }
        free(first);
        free(second);
    }
    if (matcher)
        must(kt_matcher_size(matcher) > 0, "the size");
    kt_matcher_free(matcher);
}

static void reuse_round(unsigned char *one, unsigned char *two)
{
    struct index *index = kt_reuse_new(0.125);
    uint32_t alive[ALIVE], count = 0;
    const uint32_t *found, *spans;
    size_t unknown;
    for (uint32_t step = below(80); index && step; step--) {
        size_t size = make_text(one);
        int64_t answer;
        if (count < ALIVE && below(3)) {
            unsigned char *original = tight(one, size);
            while ((answer = kt_reuse_add(index, original, size)) == KT_UNKNOWN) {
                const uint32_t *codes = kt_reuse_unknown(index, &unknown);
                teach(codes, unknown);
                if (failing)
                    break;
            }
            free(original);
            if (answer >= 0)
                alive[count++] = (uint32_t)answer;
        } else if (count) {
            uint32_t at = below(count);
            int removed = kt_reuse_remove(index, alive[at]);
            must(removed == KT_OK || failing, "an original could not be removed");
            alive[at] = alive[--count];
            if (removed != KT_OK)
                break;
        }
        size_t more = make_text(two);
        if (size + more <= MOST && below(2)) {
            memcpy(two + more, one, size);
            more += size;
        }
        unsigned char *text = tight(two, more);
        while ((answer = kt_reuse_find(index, text, more, &found, &spans)) == KT_UNKNOWN) {
            const uint32_t *codes = kt_reuse_unknown(index, &unknown);
            teach(codes, unknown);
            if (failing)
                break;
        }
        for (int64_t at = 0; at < answer; at++) {
            must(found[5 * at + 1] <= found[5 * at + 2], "more shingles shared than there are");
            for (uint32_t span = found[5 * at + 3]; span < found[5 * at + 3] + found[5 * at + 4]; span++) {
                must(spans[4 * span] <= spans[4 * span + 1] && spans[4 * span + 1] <= more, "a span of the text");
                must(spans[4 * span + 2] <= spans[4 * span + 3] && spans[4 * span + 3] <= MOST, "a span of the original");
            }
        }
        free(text);
    }
    kt_reuse_free(index);
}

/* A word of broken UTF-8 may have no code point at all: hence `<=` for its place. */
static void words_round(unsigned char *one)
{
    struct kt_text *text = kt_text_new();
    const unsigned char *folded;
    const uint32_t *places;
    size_t unknown, folded_size;
    for (uint32_t step = below(20); text && step; step--) {
        size_t size = make_text(one);
        unsigned char *exact = tight(one, size);
        int64_t count;
        while ((count = kt_text_words(text, exact, size, &folded, &folded_size, &places)) == KT_UNKNOWN) {
            const uint32_t *codes = kt_text_unknown(text, &unknown);
            teach(codes, unknown);
            if (failing)
                break;
        }
        for (int64_t at = 0; at < count; at++)
            must(places[2 * at] <= places[2 * at + 1] && places[2 * at + 1] <= size, "the place of a word");
        free(exact);
    }
    kt_text_delete(text);
}

/* --- pages ---------------------------------------------------------------------------------------------------------- */

enum { NODES = 400 };

struct vocabulary {
    uint16_t next[NODES][KT_LETTERS];
    uint64_t values[3][NODES];
    uint16_t nodes;
};

static void know(struct vocabulary *all, const char *word, int table, uint64_t value)
{
    uint16_t node = 1;
    for (; *word; word++) {
        int letter = *word >= 'a' ? *word - 'a' : 26 + *word - '0';
        if (!all->next[node][letter])
            all->next[node][letter] = all->nodes++;
        node = all->next[node][letter];
    }
    all->values[table][node] |= value;
}

/* HTML as the parser writes it, and now and then not quite. */
static size_t make_page(unsigned char *out, size_t room)
{
    static const char *const pieces[] = {
        "<div>", "</div>", "<p class=\"article-body\">", "</p>", "<a>", "</a>", "<br>", "<script>", "</script>", "<h1>",
        "</h1>", "<xmp>", "</xmp>", "<div style=\"display : none\" id=\"mainContentwrapper\">", "<!--", "-->", "&amp;",
        "&nbsp;", "&quot;", "kabar ", "Baca, juga. ", "\xE2\x80\xA6", "\xC2\xA9 hak", "tags", "<p =\"x\" class=\"a&amp;b\">",
        "<p itemprop=\"text\" role=\"menu\" hidden=\"\">", "<p class=\"", "\"", "<", ">", "&", " ", "\n", "\xE2\x80", "<nav>",
        "</nav>", "<img src=\"x\">", "</",
    };
    static const char *const opened[] = {"<div>", "<p>", "<h2>", "<a>", "<nav>"};
    static const char *const closed[] = {"</div>", "</p>", "</h2>", "</a>", "</nav>"};
    unsigned char stack[3000];
    size_t size = 0, depth = 0, wild = below(3) ? 0 : 1;
    memcpy(out, "<body>", 6);
    size = 6;
    for (uint32_t left = below(below(20) ? 60 : 2500); left && size + 80 < room; left--) {
        const char *piece = pieces[below(sizeof pieces / sizeof *pieces)];
        if (!wild && below(3)) {
            if (depth && below(2))
                piece = closed[stack[--depth]];
            else if (depth < sizeof stack && size + 20 * depth + 200 < room) {
                stack[depth] = (unsigned char)below(5);
                piece = opened[stack[depth++]];
            }
        } else if (!wild && *piece == '<')
            continue;
        memcpy(out + size, piece, strlen(piece));
        size += strlen(piece);
    }
    while (depth && size + 20 < room) {
        const char *piece = closed[stack[--depth]];
        memcpy(out + size, piece, strlen(piece));
        size += strlen(piece);
    }
    memcpy(out + size, "</body>", 7);
    return size + 7;
}

static void page_round(unsigned char *one)
{
    static struct vocabulary elements, names, values, furniture;
    static float first[180 * 8], bias[8], second[8], last[1];
    if (!elements.nodes) {
        elements.nodes = names.nodes = values.nodes = furniture.nodes = 2;
        know(&elements, "a", 0, 1 | 32);
        know(&elements, "script", 0, 2 | 8);
        know(&elements, "nav", 0, 2);
        know(&elements, "img", 0, 2 | 4);
        know(&elements, "br", 0, 4 | 16);
        know(&elements, "xmp", 0, 8);
        know(&elements, "h1", 1, 1 << 9);
        know(&names, "article", 0, 1);
        know(&names, "art", 1, 2);
        know(&names, "wrapper", 2, 4);
        know(&values, "text", 0, 8);
        know(&values, "menu", 0, 16);
        know(&furniture, "baca", 0, 1);
        know(&furniture, "tags", 0, 2);
        for (size_t i = 0; i < sizeof first / sizeof *first; i++)
            first[i] = (float)(i % 7) - 3;
    }
#define TRIE(of) {&of.next[0][0], of.values[0], of.values[1], of.values[2]}
    const struct kt_page_vocabulary words = {
        TRIE(elements), TRIE(names), TRIE(values), TRIE(values), TRIE(furniture), 32, below(3) ? 20000 : 3, below(3) ? 100000 : 5,
    };
    const struct kt_page_network network = {first, bias, second, last, 8};
    for (uint32_t step = below(20); step; step--) {
        size_t size = make_page(one, MOST), most = 1;
        for (size_t i = 0; i < size; i++)
            most += one[i] == '<';
        unsigned char *html = malloc(size), *text = malloc(size + 1);
        struct kt_page_row *rows = malloc(most * sizeof *rows);
        uint64_t *marks = malloc(most * 2 * sizeof *marks);
        struct kt_page_piece *pieces = malloc(2 * most * sizeof *pieces);
        float *chances = malloc(most * sizeof *chances);
        if (html && text && rows && marks && pieces && chances) {
            struct kt_page_room room = {rows, marks, pieces, text, 0};
            memcpy(html, one, size);
            int64_t found = kt_page_read(html, size, &words, &room);
            must(found <= (int64_t)words.max_blocks, "more blocks than asked for");
            for (int64_t at = 0; at < found; at++) {
                must(rows[at].chars > 0 && rows[at].words > 0 && rows[at].linked <= rows[at].chars, "counts of a block");
                for (int32_t piece = rows[at].piece; piece < rows[at].piece + rows[at].pieces; piece++)
                    must(pieces[piece].start <= pieces[piece].end && (size_t)pieces[piece].end <= size, "a piece");
            }
            int weighed = found > 0 ? kt_page_weigh(&rows->chars, (size_t)found, sizeof *rows / sizeof(int32_t), marks, &network, chances) : KT_OK;
            must(weighed == KT_OK || (failing && weighed == KT_MEMORY), "blocks could not be weighed");
            for (int64_t at = 0; weighed == KT_OK && at < found; at++)
                must(chances[at] >= 0 && chances[at] <= 1, "a chance");
        }
        free(html);
        free(text);
        free(rows);
        free(marks);
        free(pieces);
        free(chances);
    }
}

/* Numbers as Python never sends them too: they are refused, and nothing is read beyond what was given. */
static size_t make_vector(int32_t *terms, int32_t *weights, size_t most)
{
    size_t count = below((uint32_t)most + 1);
    for (size_t at = 0; at < count; at++) {
        terms[at] = (int32_t)(below(500) ? below(below(2) ? 40 : 100000) : below(UINT32_MAX));
        weights[at] = (int32_t)(below(500) ? below(32769) >> below(16) : below(UINT32_MAX));
    }
    return count;
}

static void vectors_round(void)
{
    struct vectors *vectors = kt_vectors_new(below(30), below(50), below(50), below(1 << 30));
    int64_t alive[ALIVE], sums[2], sizes[2];
    int32_t *terms = malloc(200 * sizeof *terms), *weights = malloc(200 * sizeof *weights);
    static int32_t moved[100000];
    const uint32_t *found;
    uint32_t count = 0;
    for (uint32_t step = below(300); vectors && terms && weights && step; step--) {
        size_t size = make_vector(terms, weights, below(200));
        int64_t answer = kt_vectors_alike(vectors, terms, weights, size, below(1 << 30), &found);
        for (int64_t at = 0; at < answer; at++) {
            int is_alive = 0;
            for (uint32_t other = 0; other < count; other++)
                is_alive |= alive[other] == (int64_t)found[at];
            must(is_alive, "a dropped vector is alike");
            must(!at || found[at - 1] < found[at], "the order of slots");
        }
        if (count > 2) {
            sizes[0] = 1 + below(count - 1), sizes[1] = count - sizes[0];
            answer = kt_vectors_sums(vectors, terms, weights, size, alive, sizes, 2, sums);
            must(answer == KT_OK || answer == KT_REFUSED || failing, "the sums");
            answer = kt_vectors_pairs(vectors, alive, (size_t)sizes[0], alive + sizes[0], (size_t)sizes[1]);
            must(answer >= 0 || failing, "the pairs");
            int64_t any = (int64_t)below(200) - 50;
            kt_vectors_pairs(vectors, &any, 1, alive, count);
        }
        if (count < ALIVE && below(3) && (answer = kt_vectors_add(vectors, terms, weights, size)) >= 0)
            alive[count++] = answer;
        if (count && (count == ALIVE || !below(3))) {
            uint32_t at = below(count);
            int64_t dropped = kt_vectors_drop(vectors, alive[at], &found);
            must(dropped >= 0 || failing, "a vector could not be dropped");
            if (dropped < 0)
                continue;
            must(kt_vectors_drop(vectors, alive[at], &found) == KT_REFUSED, "a vector could be dropped twice");
            alive[at] = alive[--count];
        }
        if (!below(40)) {
            for (size_t at = 0; at < 100000; at++)
                moved[at] = (int32_t)((at * 7 + step) % 100000);
            answer = kt_vectors_compact(vectors, moved, below(9) ? 100000 : 1, &found);
            must(answer < 0 || answer == (int64_t)count, "how many are left");
            for (uint32_t at = 0; answer >= 0 && at < count; at++)
                alive[at] = at;
        }
    }
    kt_vectors_free(vectors);
    free(terms);
    free(weights);
}

static void numbers_round(unsigned char *one, unsigned char *two)
{
    static const int32_t worth[3] = {6, 2, 1};
    struct numbers *numbers = kt_numbers_new(1 + below(30));
    const uint32_t *new;
    const unsigned char *word;
    const int32_t *distinct, *counts;
    size_t unknown, in_title;
    for (uint32_t step = below(20); numbers && step; step--) {
        size_t title = make_text(one), body = make_text(two);
        unsigned char *first = tight(one, title), *second = tight(two, body);
        int64_t answer;
        while ((answer = kt_numbers_read(numbers, first, title, second, body, &new)) == KT_UNKNOWN) {
            const uint32_t *codes = kt_numbers_unknown(numbers, &unknown);
            teach(codes, unknown);
            if (failing)
                break;
        }
        for (int64_t at = 0; at < answer; at++) {
            int64_t length = kt_numbers_word(numbers, new[at], &word);
            must(length > 0 && word[length] == ' ', "a word and its end");
            if (kt_numbers_learn(numbers, new[at], (int32_t)below(60) - 2) != KT_OK)
                kt_numbers_learn(numbers, new[at], -1);
        }
        must(kt_numbers_learn(numbers, 1 << 20, 1) == KT_REFUSED, "a word that is not there");
        answer = kt_numbers_count(numbers, below(9), worth, &distinct, &counts, &in_title);
        must(answer < 0 || in_title <= (size_t)answer, "more in the title than in all");
        for (int64_t at = 0; at < answer; at++)
            must(distinct[at] >= 0 && counts[at] > 0, "a number and its count");
        if (!below(9))
            kt_numbers_clear(numbers);
        free(first);
        free(second);
    }
    kt_numbers_free(numbers);
}

static void field_round(void)
{
    static const int8_t parts[] = {0, -2, 9, 2, 3, 0, 0, -1, 1, 0}, counts[] = {1, 1, 1, 2};
    static int8_t table[8 << 6];
    static float moves[49], start[7];
    uint64_t rows[5 * 10];
    uint32_t words[64], lengths[8], sentences = below(8), total = 0;
    uint8_t labels[64];
    for (size_t at = 0; at < sizeof table; at++)
        table[at] = (int8_t)below(256);
    for (size_t at = 0; at < 49; at++)
        moves[at] = (float)below(9) - 4;
    for (size_t at = 0; at < 50; at++)
        rows[at] = below(UINT32_MAX);
    for (uint32_t at = 0; at < sentences; at++)
        total += lengths[at] = below(9);
    for (uint32_t at = 0; at < total; at++)
        words[at] = below(5 + !below(99));
    const struct kt_field field = {parts, counts, 4, 6, table, moves, start, 0.5f};
    int64_t answer = kt_field_labels(&field, rows, 5, words, total + !below(9), lengths, sentences, labels);
    must(answer < 0 || answer == total, "a label for every word");
    for (int64_t at = 0; at < answer; at++)
        must(labels[at] < 7, "a label");
}

static void ngrams_round(void)
{
    static const uint32_t signs[] = {' ', ' ', '\n', 'a', 'b', 0x1F600};
    static float weights[16 * 3];
    uint32_t codes[200], kinds[6], size = below(200);
    double out[3 * 4 * 4] = {0};
    for (uint32_t at = 0; at < size; at++)
        codes[at] = signs[below(6)];
    for (uint32_t at = 0; at < 6; at++)
        kinds[at] = below(at & 1 ? 20 : 2);
    const struct kt_table table = {weights, 4, 3};
    int64_t words = kt_ngram_sums(&table, codes, size, kinds, 3, below(5), out);
    must(words <= size, "more words than signs");
}

static unsigned char one[2 * MOST + 16], two[2 * MOST + 16];

static void stage(uint32_t which)
{
    switch (which) {
    case 0: match_round(one, two); break;
    case 1: reuse_round(one, two); break;
    case 2: words_round(one); break;
    case 3: page_round(one); break;
    case 4: vectors_round(); break;
    case 5: numbers_round(one, two); break;
    case 6: field_round(); break;
    default: ngrams_round();
    }
}

#ifdef KT_GUIDED

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static int started;
    if (!started++)
        kt_start(0);
    bytes = data;
    bytes_left = size;
    uint32_t which = below(8);
    failing = below(4) ? 0 : 20 + below(3000);
    stage(which);
    failing = 0;
    return 0;
}

#else

int main(int count, char **given)
{
    double seconds = count > 1 ? atof(given[1]) : 10;
    uint64_t seed = count > 2 ? strtoull(given[2], NULL, 10) : 1;
    time_t end = time(NULL) + (time_t)seconds;
    uint64_t rounds = 0;
    kt_start(0);
    do {
        state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
        failing = 0;
        fprintf(stderr, "\r%llu ", (unsigned long long)seed);
        failing = below(4) ? 0 : 20 + below(3000);
        for (uint32_t which = 0; which < 8; which++)
            stage(which);
        seed++;
        rounds++;
    } while (time(NULL) < end);
    fprintf(stderr, "\n%llu rounds, nothing found\n", (unsigned long long)rounds);
    return 0;
}

#endif
