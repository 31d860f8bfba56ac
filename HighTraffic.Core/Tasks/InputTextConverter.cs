using System.Text.Json;
using System.Text.Json.Serialization;
using HighTraffic.Data.Normalization;

namespace HighTraffic.Core.Tasks;

/// <summary>Normalizes every text parameter of a task while reading it, so that task types need not.</summary>
internal sealed class InputTextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => InputText.Normalize(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
