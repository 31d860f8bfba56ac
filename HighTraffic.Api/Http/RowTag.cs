using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using HighTraffic.Api.Caching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Http;

/// <summary>
/// The entity tag of a row: its version, which a write compares in the database, and a hash of its JSON, so that a
/// deployment that changes the JSON changes the tag.
/// </summary>
internal static class RowTag
{
    private const int Digits = 8;

    /// <summary>Makes the tag.</summary>
    /// <param name="version">The version of the row.</param>
    /// <typeparam name="T">The type of the response.</typeparam>
    /// <param name="item">The response that shows the row.</param>
    /// <param name="json">How it is serialized.</param>
    public static string ToTag<T>(uint version, T item, JsonSerializerOptions json)
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(item, json.GetTypeInfo(typeof(T))));
        return string.Create(CultureInfo.InvariantCulture, $"\"{version:x8}.{Convert.ToHexStringLower(hash.AsSpan(0, Digits / 2))}\"");
    }

    /// <summary>Reads the versions in <c>If-Match</c> or <c>If-None-Match</c> (RFC 9110, 13.1.1 and 13.1.2).</summary>
    /// <param name="header">The header.</param>
    /// <param name="isStrong">Whether weak tags match nothing, as in <c>If-Match</c>.</param>
    /// <param name="versions">The versions; null if all are meant, as with <c>*</c> or without the header.</param>
    /// <returns>False if the header is malformed.</returns>
    public static bool TryParse(StringValues header, bool isStrong, out IReadOnlyList<uint>? versions)
    {
        versions = null;
        if (StringValues.IsNullOrEmpty(header))
        {
            return true;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags))
        {
            return false;
        }

        if (tags.Contains(EntityTagHeaderValue.Any))
        {
            return tags.Count == 1;
        }

        // A tag that no row ever had matches nothing.
        versions = [.. tags.Where(tag => !isStrong || !tag.IsWeak).Select(tag => Version(tag.Tag.AsSpan().Trim('"'))).OfType<uint>()];
        return true;
    }

    // The tag may be that of a compressed answer, or of another build's JSON: it is the same row.
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

        return tag.Length == (2 * Digits) + 1 && tag[Digits] == '.' && Number(tag[(Digits + 1)..]) is not null ? Number(tag[..Digits]) : null;
    }

    private static uint? Number(ReadOnlySpan<char> digits) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
