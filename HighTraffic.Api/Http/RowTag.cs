using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using HighTraffic.Api.Caching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Http;

/// <summary>
/// The entity tag of a row. It consists of the row's version, which a write compares in the database, and a hash of its JSON, so that the tag
/// changes if a deployment changes the JSON.
/// </summary>
internal static class RowTag
{
    private const int Digits = 8;

    /// <summary>Creates the tag.</summary>
    /// <param name="version">The version of the row.</param>
    /// <typeparam name="T">The type of the response.</typeparam>
    /// <param name="item">The response for the row.</param>
    /// <param name="json">The serializer options of the response.</param>
    public static string ToTag<T>(uint version, T item, JsonSerializerOptions json)
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(item, json.GetTypeInfo(typeof(T))));
        return string.Create(CultureInfo.InvariantCulture, $"\"{version:x8}.{Convert.ToHexStringLower(hash.AsSpan(0, Digits / 2))}\"");
    }

    /// <summary>Parses the versions in <c>If-Match</c> or <c>If-None-Match</c> (RFC 9110, 13.1.1 and 13.1.2).</summary>
    /// <param name="header">The header.</param>
    /// <param name="isStrong">Whether weak tags match nothing, as in <c>If-Match</c>.</param>
    /// <param name="versions">The versions; null for any version, as with <c>*</c> or without the header.</param>
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

        // A tag that is not in our format matches nothing.
        versions = [.. tags.Where(tag => !isStrong || !tag.IsWeak).Select(tag => Version(tag.Tag.AsSpan().Trim('"'))).OfType<uint>()];
        return true;
    }

    // The tag may be that of a compressed response or of another build's JSON. It still identifies the same row version.
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
