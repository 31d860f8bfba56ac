using System.Text.Json.Serialization;
using HighTraffic.Api.Categories;
using HighTraffic.Api.Figures;
using HighTraffic.Api.Products;
using HighTraffic.Api.Users;

namespace HighTraffic.Api.Hosting;

/// <summary>The JSON of the API, with serializers generated at compile time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProductPage))]
[JsonSerializable(typeof(ProductItem))]
[JsonSerializable(typeof(ProductInput))]
[JsonSerializable(typeof(List<CategorySummary>))]
[JsonSerializable(typeof(SystemFigures))]
[JsonSerializable(typeof(ReplicaReport))]
[JsonSerializable(typeof(UserItem))]
[JsonSerializable(typeof(UserInput))]
internal sealed partial class JsonContext : JsonSerializerContext;
