using System.Globalization;
using HighTraffic.Api.Caching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Products;

/// <summary>The entity tag of a product, made of the version of its row, so that <c>If-Match</c> can be compared in the database.</summary>
internal static class ProductVersion
{
    public static string ToTag(uint version) => string.Create(CultureInfo.InvariantCulture, $"\"{version:x8}\"");

    /// <summary>Reads <c>If-Match</c> (RFC 9110, 13.1.1).</summary>
    /// <param name="ifMatch">The header.</param>
    /// <param name="versions">The versions that it names; null if any will do, as with <c>*</c> or without the header.</param>
    /// <returns>False if the header is malformed.</returns>
    public static bool TryParseIfMatch(StringValues ifMatch, out IReadOnlyList<uint>? versions)
    {
        versions = null;
        if (StringValues.IsNullOrEmpty(ifMatch))
        {
            return true;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(ifMatch, out var tags))
        {
            return false;
        }

        if (tags.Contains(EntityTagHeaderValue.Any))
        {
            return tags.Count == 1;
        }

        // A weak tag matches nothing here, and neither does a tag that no product ever had.
        versions = [.. tags.Where(tag => !tag.IsWeak).Select(tag => Version(tag.Tag.AsSpan().Trim('"'))).OfType<uint>()];
        return true;
    }

    // The tag may be that of a compressed answer: it is the same product.
    private static uint? Version(ReadOnlySpan<char> tag)
    {
        foreach (var coding in (ReadOnlySpan<ContentCoding>)[ContentCoding.Brotli, ContentCoding.Gzip])
        {
            if (tag.EndsWith(coding.Name) && tag[..^coding.Name.Length].EndsWith('-'))
            {
                tag = tag[..^(coding.Name.Length + 1)];
                break;
            }
        }

        return tag.Length == 8 && uint.TryParse(tag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}
