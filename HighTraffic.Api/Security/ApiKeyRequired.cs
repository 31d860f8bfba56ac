namespace HighTraffic.Api.Security;

/// <summary>Marks an endpoint that only the holders of the API key may call.</summary>
internal sealed class ApiKeyRequired;
