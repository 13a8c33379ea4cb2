/* How likely each block of a page is part of its article: what extract/features.py and extract/content.py do in numpy.
 *
 * Half of what the network is told of a block is marks, of which few are set: their weights are added, nothing is
 * multiplied. The sums are in another order than numpy's; chances differ in the last digits of a float.
 */
#include "page.h"

#include <math.h>
#include <stdlib.h>

enum { CHARS, WORDS, LINKED, LINKS, STOPS, ENDS, FURNITURE, DEPTH, HEADING, HOLDER, ABOVE, COLUMNS };
enum { OWN = 16, HOLDERS = 6, NEIGHBOUR = 6, MARKED = OWN + 2 * HOLDERS + 4 * NEIGHBOUR, FEATURES = MARKED + 128 };
enum { STRIDE = 8, MAX_WIDTH = 256 };

/* What an element holds in all: its prose, its code points, those in links, its blocks. */
struct sums {
    double prose, every, links, blocks;
};

static void add(float *restrict to, const float *restrict weights, float value, uint32_t width)
{
    for (uint32_t at = 0; at < width; at += STRIDE)
        for (uint32_t i = 0; i < STRIDE; i++)
            to[at + i] += value * weights[at + i];
}

static void add_set(float *restrict to, const float *restrict weights, uint64_t marks, uint32_t width)
{
    for (; marks; marks >>= 1, weights += width)
        if (marks & 1)
            add(to, weights, 1, width);
}

static void tell_holder(float *out, const struct sums *sums, int is_largest, double all)
{
    out[0] = (float)(log1p(sums->prose) / 10);
    out[1] = (float)(sums->prose / (all + 1));
    out[2] = (float)(sums->links / (sums->every + 1));
    out[3] = (float)log1p(sums->blocks);
    out[4] = (float)(log1p(sums->every / sums->blocks) / 5);
    out[5] = (float)is_largest;
}

static void tell_own(float *out, const int32_t *row)
{
    float chars = (float)row[CHARS], words = (float)row[WORDS], stops = (float)row[STOPS];
    out[0] = log1pf(words);
    out[1] = (float)row[LINKED] / chars;
    out[2] = log1pf(stops);
    out[3] = stops / words;
    out[4] = (float)row[ENDS];
    out[5] = (float)row[FURNITURE];
    out[6] = (chars - (float)row[LINKED]) / 1000;
    out[9] = (float)row[DEPTH] / 20;
    out[10] = chars / words / 10;
    out[11] = (float)row[LINKS] / words;
}

/* Writes the chances of `count` rows of `stride` numbers each, the columns of extract/blocks.py first. Every row has at
 * least one character and one word. KT_REFUSED: the network is not of this size; KT_MEMORY. */
KT_API int kt_page_weigh(const int32_t *rows, size_t count, size_t stride, const uint64_t *marks,
                         const struct kt_page_network *network, float *chances)
{
    uint32_t width = network->width;
    if (width > MAX_WIDTH || width % STRIDE || stride < COLUMNS)
        return KT_REFUSED;
    if (!count)
        return KT_OK;
    size_t elements = 1;
    float total = 1;
    int has_h1 = 0;
    for (size_t i = 0; i < count; i++) {
        const int32_t *row = rows + i * stride;
        for (int column = HOLDER; column <= ABOVE; column++)
            if (row[column] < 0)
                return KT_REFUSED;
            else if ((size_t)row[column] >= elements)
                elements = (size_t)row[column] + 1;
        total += (float)(row[CHARS] - row[LINKED]);
        has_h1 |= row[HEADING] == 1;
    }
    struct sums *sums = calloc(2 * elements, sizeof *sums);
    float(*told)[OWN] = malloc(count * sizeof *told);
    if (!sums || !told) {
        free(sums);
        free(told);
        return KT_MEMORY;
    }
    float before = 0;
    int seen_h1 = 0;
    for (size_t i = 0; i < count; i++) {
        const int32_t *row = rows + i * stride;
        float *own = told[i], plain = (float)(row[CHARS] - row[LINKED]);
        before += plain;
        seen_h1 |= row[HEADING] == 1;
        tell_own(own, row);
        own[7] = before / total;
        own[8] = (float)i / (float)count;
        own[12] = (float)seen_h1;
        own[13] = (float)has_h1;
        own[14] = log1pf(total) / 10;
        own[15] = log1pf((float)count) / 10;
        for (int which = 0; which < 2; which++) {
            struct sums *holder = sums + (size_t)which * elements + row[HOLDER + which];
            holder->prose += own[1] < 0.5F && row[WORDS] >= 6 ? plain : 0;
            holder->every += row[CHARS];
            holder->links += row[LINKED];
            holder->blocks++;
        }
    }
    double all[2] = {0, 0};
    size_t largest[2] = {0, 0};
    for (int which = 0; which < 2; which++)
        for (size_t i = 0; i < elements; i++) {
            const struct sums *holder = sums + (size_t)which * elements;
            all[which] += holder[i].prose;
            if (holder[i].prose > holder[largest[which]].prose)
                largest[which] = i;
        }
    for (size_t i = 0; i < count; i++) {
        const int32_t *row = rows + i * stride;
        float inner[MAX_WIDTH], more[MARKED - OWN] = {0}, *at = more;
        for (int which = 0; which < 2; which++, at += HOLDERS) {
            size_t holder = (size_t)row[HOLDER + which];
            tell_holder(at, sums + (size_t)which * elements + holder, holder == largest[which], all[which]);
        }
        static const int shifts[] = {-2, -1, 1, 2};
        for (int which = 0; which < 4; which++, at += NEIGHBOUR) {
            size_t there = i + (size_t)shifts[which];
            if (there >= count) /* before the first is past the last, too */
                continue;
            const int32_t *other = rows + there * stride;
            at[0] = told[there][0];
            at[1] = told[there][1];
            at[2] = told[there][4];
            at[3] = told[there][5];
            at[4] = (float)(row[HOLDER] == other[HOLDER]);
            at[5] = (float)(row[ABOVE] == other[ABOVE]);
        }
        memcpy(inner, network->first_bias, width * sizeof *inner);
        for (uint32_t feature = 0; feature < OWN; feature++)
            add(inner, network->first + (size_t)feature * width, told[i][feature], width);
        for (uint32_t feature = OWN; feature < MARKED; feature++)
            if (more[feature - OWN] != 0)
                add(inner, network->first + (size_t)feature * width, more[feature - OWN], width);
        add_set(inner, network->first + (size_t)MARKED * width, marks[2 * i], width);
        add_set(inner, network->first + (size_t)(MARKED + 64) * width, marks[2 * i + 1], width);
        float logit = *network->second_bias;
        for (uint32_t unit = 0; unit < width; unit++)
            logit += inner[unit] > 0 ? inner[unit] * network->second[unit] : 0;
        logit = logit < -30 ? -30 : logit > 30 ? 30 : logit;
        chances[i] = 1 / (1 + expf(-logit));
    }
    free(sums);
    free(told);
    return KT_OK;
}
